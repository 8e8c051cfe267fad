import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

export const root = join(import.meta.dirname, '..', '..');

/** The folders of code; the outer ones import the inner ones. */
export const innerModules = [
  'domain',
  'spec',
  'protocol',
  'workflows',
  'activities',
  'gateways',
  'procedures',
  'worker',
];
export const outerModules = ['cli', 'scripts', 'simulator'];

/** The layers of a module, bottom to top; `.` stands for the files directly in the module. */
export const { ladders } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.layers.cjs')) as {
  readonly ladders: Readonly<Record<string, readonly string[]>>;
};

const options: ICruiseOptions = await extractDepcruiseOptions(join(root, '.dependency-cruiser.cjs'));

export const ruleNames: readonly string[] = (options.ruleSet?.forbidden ?? []).map(({ name }) => name ?? '');

export const reasonsOf: ReadonlyMap<string, string> = new Map(
  (options.ruleSet?.forbidden ?? []).map(({ name, comment }) => [name ?? '', comment ?? '']),
);

/** What `npm run check:imports` sees of a copy of the tree, whose node_modules must hold the packages. */
export async function cruiseModules(baseDir: string): Promise<ICruiseResult> {
  // A copy's node_modules is a link to ours; seen as what it is, no rule would know the packages.
  const { output } = await cruise(['.'], { ...options, baseDir, preserveSymlinks: true });
  if (typeof output === 'string') throw new Error(output);
  return output;
}
