import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTextFile } from '#cli/input/read-text-file.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const withBytes = (name: string, bytes: Uint8Array): string => {
  const path = join(files.folder, name);
  writeFileSync(path, bytes);
  return path;
};
const root = join(import.meta.dirname, '..', '..', '..');

describe('readTextFile', () => {
  it('leaves a byte order mark out, as editors on Windows write it', () => {
    expect(readTextFile(files.write('bom', '\ufeffkind: x\r\n'))).toBe('kind: x\r\n');
  });

  it.each([
    ['a file that is not there', join(files.folder, 'nowhere'), 'there is no such file'],
    ['a folder', files.folder, 'it is a folder'],
    ['no name', '', 'a file with an empty name cannot be read'],
    ['UTF-16', withBytes('utf16', Buffer.from('\ufeffkind: x', 'utf16le')), 'it is not UTF-8 text'],
    ['zero bytes', withBytes('zeros', new Uint8Array(8)), 'it is not UTF-8 text'],
    ['what never ends', '/dev/zero', 'it is larger than 16 MiB'],
  ])('refuses %s and says why', (_case, path, told) => {
    expect(() => readTextFile(path)).toThrow(told);
  });

  it('waits for a slow writer to stdin', () => {
    const node = join(root, 'node_modules', '.bin', 'node');
    const reader = `process.stdin; const { readTextFile } = await import('#cli/input/read-text-file.ts');
      process.stdout.write(readTextFile('-'));`;
    const typed = `(sleep 0.3; echo one; sleep 0.1; echo two) | ${node} --input-type=module -e "$READER"`;
    const env = { ...process.env, READER: reader };
    const { stdout } = spawnSync('sh', ['-c', typed], { cwd: root, env, encoding: 'utf8' });
    expect(stdout).toBe('one\ntwo\n');
  });
});
