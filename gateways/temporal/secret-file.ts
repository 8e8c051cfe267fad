import { readFileSync, statSync } from 'node:fs';

const largestBytes = 64 * 1024;
/** Any access of others, and writing by the group: a mounted secret is read by its group. */
const tooOpen = 0o027;

/** The text of a file that only its owner, and by reading its group, has access to; `refuse` is told the problem. */
export function readSecretFile(path: string, refuse: (problem: string) => never): string {
  const reading = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  const file = reading(() => statSync(path));
  if (!file.isFile()) refuse('is no file');
  if (file.size > largestBytes) refuse(`has ${file.size} bytes, more than ${largestBytes}`);
  if ((file.mode & tooOpen) !== 0)
    refuse(`has mode ${(file.mode & 0o777).toString(8)}, open to others: chmod 0600 (or 0440)`);
  return reading(() => readFileSync(path, 'utf8'));
}
