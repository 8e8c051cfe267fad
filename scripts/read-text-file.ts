import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/** The text of a file; "-" is stdin. Throws CommandError (65) where it cannot be read. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new CommandError(exitCodes.invalidFile, `${file} cannot be read: ${why}`, null, error);
  }
}
