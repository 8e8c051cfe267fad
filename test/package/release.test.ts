import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());

const script = join(import.meta.dirname, '..', '..', 'scripts', 'dev', 'make-release.ts');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = files.write('release.pem', String(privateKey.export({ format: 'pem', type: 'pkcs8' })));
const [first, second] = ['first', 'second'].map((name) => join(files.folder, name)) as [string, string];
const read = (file: string, folder = first) => readFileSync(join(folder, file));

beforeAll(() => {
  for (const out of [first, second])
    execFileSync(process.execPath, [script, '--out', out, '--key', key], { stdio: 'pipe' });
});

describe('a release', () => {
  it('has the same bytes when it is made again', () => {
    const names = readdirSync(first);
    const release = `drydock-${packageJson.version}`;
    expect(names.sort()).toEqual([
      'SHA256SUMS',
      'SHA256SUMS.sig',
      `${release}.cdx.json`,
      `${release}.tar.gz`,
      `${release}.tgz`,
    ]);
    for (const name of names) expect(read(name).equals(read(name, second))).toBe(true);
  });

  it('has the checksum of every file, signed', () => {
    const sums = read('SHA256SUMS');
    for (const line of sums.toString().trim().split('\n')) {
      const [sum, name] = line.split('  ') as [string, string];
      expect(createHash('sha256').update(read(name)).digest('hex')).toBe(sum);
    }
    const signature = read('SHA256SUMS.sig');
    expect(verify(null, sums, publicKey, signature)).toBe(true);
    expect(verify(null, Buffer.concat([sums, Buffer.from(' ')]), publicKey, signature)).toBe(false);
  });

  it('lists every package that runs in production, and none that only builds', () => {
    const bill = JSON.parse(read(`drydock-${packageJson.version}.cdx.json`).toString()) as {
      readonly components: readonly { readonly name: string; readonly group?: string }[];
    };
    const names = bill.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
    expect(names).toEqual(
      expect.arrayContaining([
        ...Object.keys(packageJson.dependencies),
        ...Object.keys(packageJson.optionalDependencies),
      ]),
    );
    expect(names).not.toContain('vitest');
  });
});
