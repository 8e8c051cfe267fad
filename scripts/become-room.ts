import { fileURLToPath } from 'node:url';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Turns this very process into the main program of another room: signals, exit code and terminal are then its
 * own, and nothing of us stays in between that could outlive or orphan it. Never returns.
 */
export function becomeRoom(main: 'simulator/main.ts' | 'worker/main.ts', args: readonly string[]): never {
  const program = fileURLToPath(new URL(`../${main}`, import.meta.url));
  process.execve?.(process.execPath, [process.execPath, program, ...args], process.env);
  throw new CommandError(
    exitCodes.unclassified,
    'this system cannot replace a running process',
    `node ${main} ${args.join(' ')}`.trimEnd(),
  );
}
