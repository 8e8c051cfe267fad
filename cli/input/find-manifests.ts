import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './read-text-file.ts';

/** Files to read, by the names they were found under, and what could not be opened. */
export interface FoundManifests {
  readonly files: readonly string[];
  readonly problems: readonly { readonly location: string; readonly message: string }[];
}

const manifest = /\.(?:ya?ml|json)$/i;
/** What tools keep in a working copy: nothing in there is applied to a cluster. */
const passedOver: readonly string[] = ['.git', 'node_modules'];
const noManifest = 'it contains no .yaml, .yml or .json file: is it the right folder?';

/**
 * Files as they are named, whatever their name, folders with all that is called .yaml, .yml or .json below them (but for .git and
 * node_modules), "-" for stdin. Each file once, in the order of the names; links are followed, for mounted folders are full of
 * them. A folder that is named and holds none is a problem: it is the wrong one, or what should fill it failed.
 */
export function findManifests(paths: readonly string[]): FoundManifests {
  const files: string[] = [];
  const problems: { location: string; message: string }[] = [];
  const seen = new Set<string>();
  let met = 0;
  const isNew = (real: string) => !seen.has(real) && seen.add(real).size > 0;
  const orNote = (path: string, read: () => void) => {
    try {
      read();
    } catch (error) {
      problems.push({ location: path, message: `cannot be read: ${reasonOf(error)}` });
    }
  };
  const takeFolder = (folder: string, real: string) => {
    if (!isNew(real)) return;
    for (const entry of inOrder(readdirSync(folder, { withFileTypes: true }))) {
      if (passedOver.includes(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) orNote(path, () => takeFolder(path, join(real, entry.name)));
      else if (entry.isSymbolicLink()) takeLink(path);
      else if (entry.isFile() && manifest.test(path)) takeFile(path, join(real, entry.name));
    }
  };
  const takeLink = (path: string) => {
    const to = whereTo(path);
    const isWanted = to === 'folder' || (manifest.test(path) && to !== 'else');
    if (!isWanted) return;
    met += 1;
    orNote(path, () => take(path));
  };
  const takeFile = (path: string, real: string) => {
    met += 1;
    if (isNew(real)) files.push(path);
  };
  const take = (path: string) => {
    if (statSync(path).isDirectory()) takeFolder(path, realpathSync.native(path));
    else takeFile(path, realpathSync.native(path));
  };
  const takeNamed = (path: string) => {
    const isKnown = seen.has(realpathSync.native(path));
    const before = met + problems.length;
    take(path);
    if (!isKnown && met + problems.length === before) problems.push({ location: path, message: noManifest });
  };
  for (const path of new Set(paths))
    if (path === '-') files.push(path);
    else orNote(path, () => takeNamed(path));
  return { files, problems };
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
