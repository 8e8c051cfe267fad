import type { CommandInput } from '../input/command-input.ts';
import { replaceProcess } from '../process/replace-process.ts';

const passedOn = ['scenario', 'port', 'speed', 'seed', 'dir', 'state'] as const;
const switches = { limits: '--limits', schema: '--schema', printEnv: '--print-env' } as const;

/** The simulator itself checks what it is given. */
export async function run({ options }: CommandInput): Promise<never> {
  const given = passedOn.flatMap((name) => {
    const value = options.text(name);
    return value === null ? [] : [`--${name}`, value];
  });
  const on = Object.entries(switches).flatMap(([name, flag]) => (options.isOn(name) ? [flag] : []));
  return replaceProcess('simulator/main', [...given, ...on]);
}
