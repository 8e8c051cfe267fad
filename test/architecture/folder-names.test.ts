import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { innerModules, outerModules, root } from './cruise-modules.ts';

const code = [...innerModules, ...outerModules];
const around = ['bench', 'deploy', 'docs', 'examples', 'test'];
const saysNothing = ['utils', 'util', 'common', 'helpers', 'helper', 'types', 'manager', 'data'];

const modules = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
  .map(({ name }) => name);

const paths = modules.flatMap((module) => [
  module,
  ...readdirSync(join(root, module), { recursive: true, encoding: 'utf8' }).map((path) => join(module, path)),
]);

const nameOf = (path: string) => basename(path).split('.', 1)[0]!;

describe('the tree', () => {
  it('has no top-level folder but those listed here', () => {
    expect(modules.filter((module) => ![...code, ...around].includes(module))).toEqual([]);
  });

  it('has no folder or file whose name says nothing', () => {
    expect(paths.filter((path) => saysNothing.includes(nameOf(path)))).toEqual([]);
  });

  it('names its source files in kebab-case', () => {
    const sources = paths.filter((path) => path.endsWith('.ts'));
    expect(sources.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path)))).toEqual(
      [],
    );
  });
});
