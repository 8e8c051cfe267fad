import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findManifests } from '#cli/manifests/find-manifests.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';
import { writeTree } from './write-tree.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());
const repository = writeTree(join(files.folder, 'repository'), {
  '.gitignore': '/build/\n*.local.yaml\n',
  '.drydockignore': 'fixtures/\n!keep.local.yaml\n',
  'build/out.yaml': '',
  'apps/a.yaml': '',
  'apps/b.local.yaml': '',
  'apps/keep.local.yaml': '',
  'apps/fixtures/c.yaml': '',
  'apps/web/.gitignore': '*\n!d.yaml\n',
  'apps/web/d.yaml': '',
  'apps/web/e.yaml': '',
});
mkdirSync(join(repository, '.git'));

const found = (paths: readonly string[], exclude: readonly string[] = []) => {
  const {
    files: all,
    ignored,
    problems,
  } = findManifests(
    paths.map((path) => join(repository, path)),
    exclude,
  );
  return { files: all.map((path) => path.replace(`${repository}/`, '')), ignored, problems };
};
const kept = ['apps/a.yaml', 'apps/keep.local.yaml', 'apps/web/d.yaml'];

describe('files that are ignored', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[], number]>([
    ['by the rules of each folder, the nearest first', ['.'], [], kept, 4],
    ['by the rules above the named folder', ['apps'], [], kept, 3],
    [
      'not where a folder or file is named itself',
      ['build', 'apps/b.local.yaml'],
      [],
      ['build/out.yaml', 'apps/b.local.yaml'],
      0,
    ],
    ['by --exclude, wherever they stand', ['.'], ['a.yaml'], kept.slice(1), 5],
    ['by --exclude, from the named folder', ['.'], ['apps/web', '/a.yaml'], kept.slice(0, 2), 4],
    [
      'by --exclude, even where they are named',
      ['apps/a.yaml', 'apps/web'],
      ['apps/**', 'a.yaml', 'd.yaml'],
      [],
      3,
    ],
    ['by --exclude with an exception', ['apps'], ['*.yaml', '!d.yaml'], ['apps/web/d.yaml'], 5],
  ])('%s', (_, paths, exclude, expected, ignored) => {
    expect(found(paths, exclude)).toEqual({ files: expected, ignored, problems: [] });
  });
});

it('outside of a working copy the rules of the working folder hold', () => {
  const folder = writeTree(join(files.folder, 'plain'), {
    '.drydockignore': 'b.yaml\n',
    'apps/a.yaml': '',
    'apps/b.yaml': '',
  });
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(findManifests(['apps'])).toMatchObject({ files: ['apps/a.yaml'], ignored: 1 });
  } finally {
    process.chdir(before);
  }
});
