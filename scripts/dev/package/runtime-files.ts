import { execFileSync } from 'node:child_process';

/** The folders that run. Workflows run from their bundle. */
const folders = [
  'activities',
  'cli',
  'domain',
  'examples',
  'gateways',
  'procedures',
  'protocol',
  'simulator',
  'spec',
  'worker',
];
/** It makes the bundle, and the bundle is in the package. */
const buildOnly = new Set(['worker/bundle-workflows.ts']);

/** The files of the repository that the npm package has, from its root. Files that git does not know are not packed. */
export function runtimeFiles(root: string): readonly string[] {
  const known = execFileSync('git', ['ls-files', '-z', ...folders], { cwd: root }).toString();
  return known.split('\0').filter((file) => file !== '' && !buildOnly.has(file));
}
