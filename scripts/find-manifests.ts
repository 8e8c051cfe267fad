import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from './read-text-file.ts';

/** Files to read, by the names they were found under, and what could not be looked into. */
export interface FoundManifests {
  readonly files: readonly string[];
  readonly problems: readonly { readonly location: string; readonly message: string }[];
}

const manifest = /\.(?:ya?ml|json)$/i;

/**
 * Files as they are named, whatever their name, folders with all that is called .yaml, .yml or .json below them,
 * "-" for stdin. Each file once, in the order of the names; links are followed, for mounted folders are full of them.
 */
export function findManifests(paths: readonly string[]): FoundManifests {
  const files: string[] = [];
  const problems: { location: string; message: string }[] = [];
  const seen = new Set<string>();
  const isNew = (real: string) => !seen.has(real) && seen.add(real).size > 0;
  const orSay = (path: string, look: () => void) => {
    try {
      look();
    } catch (error) {
      problems.push({ location: path, message: `cannot be read: ${reasonOf(error)}` });
    }
  };
  const takeFolder = (folder: string, real: string) => {
    if (!isNew(real)) return;
    for (const entry of inOrder(readdirSync(folder, { withFileTypes: true }))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) orSay(path, () => takeFolder(path, join(real, entry.name)));
      else if (entry.isSymbolicLink()) takeLink(path);
      else if (entry.isFile() && manifest.test(path) && isNew(join(real, entry.name))) files.push(path);
    }
  };
  const takeLink = (path: string) => {
    const to = whereTo(path);
    const isWanted = to === 'folder' || (manifest.test(path) && to !== 'else');
    if (isWanted) orSay(path, () => take(path));
  };
  const take = (path: string) => {
    if (statSync(path).isDirectory()) takeFolder(path, realpathSync.native(path));
    else if (isNew(realpathSync.native(path))) files.push(path);
  };
  for (const path of new Set(paths))
    if (path === '-') files.push(path);
    else orSay(path, () => take(path));
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
