import { type ManifestObject, type Manifests, readManifests } from '#spec/manifests/read-manifests.ts';
import { CommandError } from '../failure/command-error.ts';
import { findManifests } from './find-manifests.ts';
import { readTextFile } from './read-text-file.ts';

/** How the reading went: what was not read, and how much was. */
export interface ManifestReading {
  readonly problems: readonly { readonly location: string; readonly message: string }[];
  readonly objects: number;
  readonly files: number;
}

/** More than any folder should hold; a device that never ends is noticed by it. */
const largestBytes = 256 * 1024 * 1024;
const nothingCame = 'the input is empty: did the command that writes it fail?';

/** Visits every object of every manifest, in the order of their files; one that cannot be read stops no other. */
export function readManifestFiles(
  paths: readonly string[],
  visit: (object: ManifestObject, location: () => string) => void,
): ManifestReading {
  const { files, problems: unfound } = findManifests(paths);
  const problems = [...unfound];
  let objects = 0;
  for (const file of files) {
    const read = readFile(file);
    if (read instanceof CommandError) {
      problems.push({ location: file, message: read.message.replace(`${file} `, '') });
      continue;
    }
    objects += read.objects.length;
    for (const object of read.objects) visit(object, () => `${file}:${object.line()}`);
    for (const { line, message } of read.problems) problems.push({ location: `${file}:${line}`, message });
  }
  return { problems, objects, files: files.length };
}

function readFile(file: string): Manifests | CommandError {
  try {
    const text = readTextFile(file, largestBytes);
    if (file === '-' && text.trim() === '')
      return { objects: [], problems: [{ line: 1, message: nothingCame }] };
    return readManifests(text, /\.json$/i.test(file) ? 'json' : 'yaml');
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}
