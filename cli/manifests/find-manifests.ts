import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf } from '../input/read-text-file.ts';
import { excludedBy, type IgnoreRules, isIgnored, rulesAbove, rulesOf } from './ignore-rules.ts';

/** Files to read, by the names they were found under, and what could not be opened. */
export interface FoundManifests {
  readonly files: readonly string[];
  /** How many files and folders are excluded or ignored. */
  readonly ignored: number;
  readonly problems: readonly { readonly location: string; readonly message: string }[];
}

const manifest = /\.(?:ya?ml|json)$/i;
/** What tools keep in a working copy: nothing in there is applied to a cluster. */
const passedOver: readonly string[] = ['.git', 'node_modules'];
const noManifest = 'it contains no .yaml, .yml or .json file: is it the right folder?';

/**
 * Files as they are named, whatever their name, folders with all that is called .yaml, .yml or .json below them, "-" for stdin. Each
 * file once, in the order of the names; links are followed, for mounted folders are full of them. Skipped are .git, node_modules,
 * what `exclude` names (in the syntax of .gitignore), and in folders what .gitignore and .drydockignore do. A folder that is named
 * and holds none is a problem: it is the wrong one, or what should fill it failed.
 */
export function findManifests(paths: readonly string[], exclude: readonly string[] = []): FoundManifests {
  const files: string[] = [];
  const problems: { location: string; message: string }[] = [];
  const seen = new Set<string>();
  const isExcluded = excludedBy(exclude);
  let [met, ignored] = [0, 0];
  const isNew = (real: string) => !seen.has(real) && seen.add(real).size > 0;
  const orNote = (path: string, read: () => void) => {
    try {
      read();
    } catch (error) {
      problems.push({ location: path, message: `cannot be read: ${reasonOf(error)}` });
    }
  };
  const takeFolder = (folder: string, real: string, root: string, above: IgnoreRules) => {
    if (!isNew(real)) return;
    const entries = readdirSync(folder, { withFileTypes: true });
    const own = rulesOf(
      real,
      entries.map(({ name }) => name),
    );
    const rules = [...above, ...own];
    for (const entry of inOrder(entries)) {
      if (passedOver.includes(entry.name)) continue;
      const [path, at] = [join(folder, entry.name), join(real, entry.name)];
      const isFolder = entry.isDirectory();
      if (!isFolder && !entry.isSymbolicLink() && !(entry.isFile() && manifest.test(path))) continue;
      if (isIgnored(rules, at, isFolder) || isExcluded(path, root, isFolder)) ignored += 1;
      else if (isFolder) orNote(path, () => takeFolder(path, at, root, rules));
      else if (entry.isSymbolicLink()) takeLink(path, root, rules);
      else takeFile(path, at);
    }
  };
  const takeLink = (path: string, root: string, rules: IgnoreRules) => {
    const to = whereTo(path);
    const isWanted = to === 'folder' || (manifest.test(path) && to !== 'else');
    if (!isWanted) return;
    met += 1;
    orNote(path, () => take(path, root, rules));
  };
  const takeFile = (path: string, real: string) => {
    met += 1;
    if (isNew(real)) files.push(path);
  };
  const take = (path: string, root: string, rules: IgnoreRules) => {
    const real = realpathSync.native(path);
    if (statSync(path).isDirectory()) takeFolder(path, real, root, rules);
    else takeFile(path, real);
  };
  const takeNamed = (path: string) => {
    const real = realpathSync.native(path);
    const isKnown = seen.has(real);
    const before = met + ignored + problems.length;
    const isFolder = statSync(path).isDirectory();
    if (isExcluded(path, isFolder ? path : dirname(path), isFolder)) ignored += 1;
    else take(path, path, isFolder ? rulesAbove(real) : []);
    if (!isKnown && met + ignored + problems.length === before)
      problems.push({ location: path, message: noManifest });
  };
  for (const path of new Set(paths))
    if (path === '-') files.push(path);
    else orNote(path, () => takeNamed(path));
  return { files, ignored, problems };
}

function inOrder(entries: readonly Dirent[]): readonly Dirent[] {
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** null: nowhere. */
function whereTo(link: string): 'folder' | 'file' | 'else' | null {
  try {
    const to = statSync(link);
    return to.isDirectory() ? 'folder' : to.isFile() ? 'file' : 'else';
  } catch {
    return null;
  }
}
