import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for a test's files. */
export interface TemporaryFiles {
  readonly folder: string;
  /** Answers with the path. */
  write(name: string, text: string): string;
  remove(): void;
}

export function openTemporaryFiles(): TemporaryFiles {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  return {
    folder,
    write(name, text) {
      const path = join(folder, name);
      writeFileSync(`${path}.new`, text);
      // At one stroke: someone may be reading what stood there.
      renameSync(`${path}.new`, path);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
