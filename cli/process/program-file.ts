import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

export type ProgramName = 'cli/drydock' | 'simulator/main' | 'worker/main';

/** The folder that the programs' names begin in: the repository, or `lib` of the npm package. */
const root = new URL('../../', import.meta.url);

/**
 * The path of a main program: TypeScript in the repository, JavaScript in the npm package. Throws CommandError (69) where this installation
 * was made without it, or without what it runs on: the image for production has no simulator.
 */
export function programFile(name: ProgramName, within = root): string {
  const file = `${name}${extname(import.meta.url)}`;
  const path = fileURLToPath(new URL(file, within));
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.unavailable,
      `this installation does not have ${file}`,
      'use a clone of the repository, the npm package, or the image that deploy/Dockerfile builds with --target simulator',
    );
  if (name === 'worker/main') requireWorkerPackages();
  return path;
}

/** They are optional dependencies: half of an installation's size, for workers and demos alone. */
function requireWorkerPackages(): void {
  try {
    createRequire(import.meta.url).resolve('@temporalio/worker');
  } catch {
    throw new CommandError(
      exitCodes.unavailable,
      'this installation does not have @temporalio/worker, on which a worker runs',
      'npm install drydock without --omit=optional',
    );
  }
}

/** The path of a file of `examples`. */
export function exampleFile(name: string): string {
  return fileURLToPath(new URL(`examples/${name}`, root));
}
