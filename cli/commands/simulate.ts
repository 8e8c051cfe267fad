import type { CommandInput } from '../input/command-input.ts';
import { replaceProcess } from '../process/replace-process.ts';

const passedOn = ['scenario', 'port', 'speed', 'seed', 'dir', 'state'] as const;
const switches = ['limits', 'schema'] as const;

/** The simulator itself checks what it is given. */
export async function run({ options }: CommandInput): Promise<never> {
  const given = passedOn.flatMap((name) => {
    const value = options.text(name);
    return value === null ? [] : [`--${name}`, value];
  });
  const on = switches.filter((name) => options.isOn(name)).map((name) => `--${name}`);
  return replaceProcess('simulator/main.ts', [...given, ...on]);
}
