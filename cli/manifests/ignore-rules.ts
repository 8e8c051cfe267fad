import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { readTextFile } from '../input/read-text-file.ts';

/** Files of rules, in the syntax of git; of two in one folder the later one wins. */
const ruleFiles = ['.gitignore', '.drydockignore'];

interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

/** What holds in a folder: the rules of those above it, then its own. */
export type IgnoreRules = readonly Rules[];

/**
 * The rules above a folder, up to the root of its working copy or else the working folder; none where they ignore the folder itself,
 * for it was named.
 */
export function rulesAbove(folder: string): IgnoreRules {
  const above = foldersAbove(folder);
  const root = above.findIndex((each) => existsSync(join(each, '.git')));
  const top = root === -1 ? above.indexOf(process.cwd()) : root;
  const rules = above
    .slice(1, top + 1)
    .toReversed()
    .flatMap((each) => rulesOf(each));
  return isIgnored(rules, folder, true) ? [] : rules;
}

/** The folder, and up to the root of the file system. */
function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** The folder's own rules. `names`: of all that is in it. */
export function rulesOf(folder: string, names: readonly string[] = ruleFiles): IgnoreRules {
  return ruleFiles
    .map((name) => join(folder, name))
    .filter((file) => names.includes(basename(file)) && existsSync(file))
    .map((file) => ({ folder, matcher: ignore().add(readTextFile(file)) }));
}

/** The nearest rules decide, as in git. */
export function isIgnored(rules: IgnoreRules, path: string, isFolder: boolean): boolean {
  for (const { folder, matcher } of rules.toReversed()) {
    const inside = relative(folder, path).split(sep).join('/');
    if (!ignore.isPathValid(inside)) continue;
    const { ignored, unignored } = matcher.test(isFolder ? `${inside}/` : inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Whether patterns of `--exclude` name a path: seen from the working folder, or from the folder it was found in. */
export function excludedBy(
  patterns: readonly string[],
): (path: string, root: string, isFolder: boolean) => boolean {
  if (patterns.length === 0) return () => false;
  const matcher = ignore().add(patterns.map((each) => each.replace(/^(?:\.\/)+/, '')));
  return (path, root, isFolder) =>
    [relative('.', path), relative(root, path), path.replace(/^\/+/, '')]
      .map((each) => each.split(sep).join('/'))
      .some((each) => ignore.isPathValid(each) && matcher.ignores(isFolder ? `${each}/` : each));
}
