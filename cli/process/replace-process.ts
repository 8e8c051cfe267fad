import { fileURLToPath } from 'node:url';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { type ProgramName, programFile } from './program-file.ts';

const importOf = (module: string) => ['--import', fileURLToPath(new URL(module, import.meta.url))];

/**
 * Turns this very process into the main program of another folder: signals, exit code and terminal are then its
 * own, and nothing of us stays in between that could outlive or orphan it. Never returns.
 */
export function replaceProcess(main: ProgramName, args: readonly string[]): never {
  const program = programFile(main);
  // Of npm, whose shell may stand between it and us.
  const ends = process.env.npm_command === undefined ? [] : importOf('end-with-parent.mjs');
  const preload = [...importOf('one-signal.mjs'), ...ends];
  process.execve?.(process.execPath, [process.execPath, ...preload, program, ...args], process.env);
  throw new CommandError(
    exitCodes.unclassified,
    'this system cannot replace a running process',
    `node ${main} ${args.join(' ')}`.trimEnd(),
  );
}
