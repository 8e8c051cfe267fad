import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cruiseModules, innerModules, ladders, outerModules, root } from './cruise-modules.ts';
import { circlesOf } from './folder-circles.ts';

const code = new Set([...innerModules, ...outerModules]);
/** These import every layer of their module, and no layer of it imports them. */
const entries = [
  'workflows/index.ts',
  'activities/index.ts',
  'gateways/azure/azure-gateway.ts',
  'gateways/kubernetes/kubernetes-gateway.ts',
];
const mostFiles = 25;
/** One file a command: every file is one row of one table. */
const tables = ['cli/commands'];

interface Import {
  readonly from: string;
  readonly to: string;
}

let files: readonly string[];
let imports: readonly Import[];

beforeAll(async () => {
  const { modules } = await cruiseModules(root);
  files = modules.map(({ source }) => source).filter((source) => code.has(source.split('/', 1)[0]!));
  imports = modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
});

describe('the folders of code', () => {
  it(`hold at most ${mostFiles} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const isTooLarge = ([folder, count]: [string, number]) => count > mostFiles && !tables.includes(folder);
    expect([...counts].filter(isTooLarge)).toEqual([]);
  });

  it('import each other in no circle', () => {
    const known = new Set(files);
    const arrows = imports.filter(
      ({ from, to }) => known.has(from) && known.has(to) && !entries.includes(from) && !entries.includes(to),
    );
    expect(circlesOf(arrows.map(({ from, to }) => [dirname(from), dirname(to)]))).toEqual([]);
  });

  it.each(entries)('%s is imported by no layer of its own module', (entry) => {
    const parent = `${dirname(entry)}/`;
    expect(imports.filter(({ from, to }) => to === entry && from.startsWith(parent))).toEqual([]);
  });

  it.each(Object.entries(ladders))('of %s each have a place in the order of its layers', (parent, order) => {
    const layers = files.flatMap((file) => (file.startsWith(`${parent}/`) ? [layerOf(file, parent)] : []));
    const found = new Set(layers.filter((layer) => layer !== '.' || order.includes('.')));
    expect([...found].toSorted()).toEqual(order.toSorted());
  });
});

describe('folder circles', () => {
  it('are found over any number of folders, and not where all arrows run down', () => {
    expect(
      circlesOf([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['c', 'd'],
      ]),
    ).toEqual([['a', 'b', 'c']]);
    expect(
      circlesOf([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c'],
      ]),
    ).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');

  it('draws every module and every layer, and none that does not exist', () => {
    const folders = new Set(files.map((file) => dirname(file).split('/').slice(0, 2).join('/')));
    expect(drawnFolders(page).toSorted()).toEqual([...folders].toSorted());
  });

  it.each(Object.entries(ladders).filter(([parent]) => !parent.includes('/')))(
    'draws the layers of %s from the top down, in the order of the rules',
    (parent, order) => {
      const drawn = drawnFolders(page).flatMap((folder) =>
        folder.startsWith(`${parent}/`) ? [folder.slice(parent.length + 1)] : [],
      );
      expect(drawn).toEqual(order.filter((layer) => layer !== '.').toReversed());
    },
  );

  it.each(walksOf(page))('the walk "$name" goes over files that exist, no file twice', ({ walked }) => {
    expect(walked.filter((file) => !files.includes(file))).toEqual([]);
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.length).toBeGreaterThan(3);
  });
});

function layerOf(file: string, parent: string): string {
  const [first, second] = file.slice(parent.length + 1).split('/', 2) as [string, string?];
  return second === undefined ? '.' : first;
}

/** The folders of the drawing: one a line, a layer indented below its module. */
function drawnFolders(page: string): readonly string[] {
  const [, drawing = ''] = /^## Modules and layers$[\s\S]*?^```$([\s\S]*?)^```$/m.exec(page) ?? [];
  let parent = '';
  return drawing.split('\n').flatMap((line) => {
    const [, indent, folder] = /^( *)([\w-]+)\//.exec(line) ?? [];
    if (folder === undefined) return [];
    if (indent === '') parent = folder;
    return [indent === '' ? folder : `${parent}/${folder}`];
  });
}

/** Each `### Walk: NAME` with the files that its list names, in order. */
function walksOf(page: string): readonly { readonly name: string; readonly walked: readonly string[] }[] {
  return [...page.matchAll(/^### Walk: (.*)$([\s\S]*?)(?=^##)/gm)].map(([, name, body]) => ({
    name: name!,
    walked: [...body!.matchAll(/^\d+\. `([^`]+\.ts)`/gm)].map(([, file]) => file!),
  }));
}
