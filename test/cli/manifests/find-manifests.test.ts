import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findManifests } from '#cli/manifests/find-manifests.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const files = openTemporaryFiles();
afterAll(() => files.remove());
const under = (name: string) => join(files.folder, name);
const folders = ['apps', 'apps/web', 'apps/none', 'apps/.git', 'apps/node_modules', 'words', 'linked'];
for (const folder of folders) mkdirSync(under(folder));
const kept = ['apps/.git/x.yaml', 'apps/node_modules/x.yaml', 'words/readme.md', 'words/_helpers.tpl'];
for (const name of ['apps/web/b.YAML', 'apps/a.yml', 'apps/c.json', 'apps/readme.md', 'plain', ...kept])
  files.write(name, '');
symlinkSync('../apps', under('linked/apps'));
symlinkSync('..', under('apps/web/loop'));
symlinkSync('web/b.YAML', under('apps/again.yaml'));
symlinkSync('itself', under('apps/itself'));
symlinkSync('nowhere', under('apps/gone.yaml'));

const found = (...paths: readonly string[]) => {
  const { files: all, problems } = findManifests(paths.map((path) => (path === '-' ? path : under(path))));
  const short = (path: string) => path.replace(`${files.folder}/`, '');
  return {
    files: all.map(short),
    problems: problems.map(({ location, message }) => `${short(location)} ${message}`),
  };
};

describe('manifests', () => {
  it('are all that is called so in a folder, each once, in order; links do not lead in circles', () => {
    expect(found('apps')).toEqual({
      files: ['apps/a.yml', 'apps/again.yaml', 'apps/c.json'],
      problems: ['apps/gone.yaml cannot be read: there is no such file'],
    });
  });

  it('are files whatever they are called where they are named, and stdin', () => {
    expect(found('plain', '-', 'apps/web/b.YAML', 'apps/web')).toEqual({
      files: ['plain', '-', 'apps/web/b.YAML', 'apps/web/loop/a.yml', 'apps/web/loop/c.json'],
      problems: ['apps/web/loop/gone.yaml cannot be read: there is no such file'],
    });
  });

  it.skipIf(process.getuid?.() === 0)(
    'may stand in folders that cannot be read, which stops no others',
    () => {
      mkdirSync(under('closed/inside'), { recursive: true });
      chmodSync(under('closed/inside'), 0);
      expect(found('closed', 'plain')).toEqual({
        files: ['plain'],
        problems: ['closed/inside cannot be read: permission denied'],
      });
    },
  );

  it('may be links that lead nowhere, where they are named', () => {
    expect(found('apps/itself', 'plain')).toEqual({
      files: ['plain'],
      problems: [expect.stringMatching(/^apps\/itself cannot be read: /)],
    });
  });

  it('are missed where a folder that is named holds none: it is the wrong one', () => {
    const why = 'it contains no .yaml, .yml or .json file: is it the right folder?';
    expect(found('words', 'apps/none')).toEqual({
      files: [],
      problems: [`words ${why}`, `apps/none ${why}`],
    });
    expect(found('apps/a.yml', 'apps/web', 'apps/web', 'linked').problems).toHaveLength(1);
  });

  it('in .git and node_modules count where these are named alone', () => {
    expect(found('apps/.git').files).toEqual(['apps/.git/x.yaml']);
  });

  it('may be missing, which stops no others', () => {
    expect(found('nowhere', 'plain')).toEqual({
      files: ['plain'],
      problems: ['nowhere cannot be read: there is no such file'],
    });
  });
});
