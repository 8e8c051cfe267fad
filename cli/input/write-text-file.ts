import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { reasonOf } from './read-text-file.ts';

/** `what`: "the plan". Throws CommandError (1) where the file cannot be written. */
export function writeTextFile(file: string, what: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const folder = dirname(file);
    const isFolderThere = existsSync(folder);
    throw new CommandError(
      exitCodes.unclassified,
      `${what} cannot be saved to ${file}: ${isFolderThere ? reasonOf(error) : `folder ${folder} does not exist`}`,
      'name a file in an existing, writable folder',
      error,
    );
  }
}
