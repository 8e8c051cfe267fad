import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bin } from './bin.ts';

const root = join(import.meta.dirname, '..');
const rounds = 15;

const commands = [
  { title: 'node alone', args: ['-e', '0'] },
  { title: 'drydock --help', args: [...bin, '--help'] },
  { title: 'drydock validate', args: [...bin, 'validate', '-f', 'examples/two-stages.yaml'] },
] as const;

/** Median start time of the command line; the commands take turns, so that a busy machine is unfair to none. */
export function timeCommands(print: (line: string) => void): void {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, { args }] of commands.entries()) times[index]!.push(timeOnce(args));
  const [alone = 0, ...others] = times.map(median);
  print(`${'node alone'.padEnd(18)} ${alone.toFixed(0).padStart(4)} ms`);
  for (const [index, { title }] of commands.slice(1).entries()) {
    const ms = others[index]!;
    print(`${title.padEnd(18)} ${ms.toFixed(0).padStart(4)} ms, ${(ms - alone).toFixed(0)} ms more`);
  }
}

function timeOnce(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
