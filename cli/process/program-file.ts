import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

export type ProgramName = 'cli/drydock.ts' | 'simulator/main.ts' | 'worker/main.ts';

/** The path of a main program. Throws CommandError (69) where this installation was made without it: the image for production has no simulator. */
export function programFile(name: ProgramName, root = new URL('../../', import.meta.url)): string {
  const path = fileURLToPath(new URL(name, root));
  if (!existsSync(path))
    throw new CommandError(
      exitCodes.unavailable,
      `this installation does not have ${name}`,
      'use a clone of the repository, or the image that deploy/Dockerfile builds with --target simulator',
    );
  return path;
}
