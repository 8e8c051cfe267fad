import { malformations } from '#domain/audit/kubernetes/malformations.ts';
import { type ManifestObject, type Manifests, readManifests } from '#spec/manifests/read-manifests.ts';
import { CommandError } from '../failure/command-error.ts';
import { readTextFile } from '../input/read-text-file.ts';
import { findManifests } from './find-manifests.ts';
import type { ManifestInput } from './manifest-input.ts';

/** How the reading went: what was not read, and how much was. */
export interface ManifestReading {
  readonly problems: readonly { readonly location: string; readonly message: string }[];
  readonly objects: number;
  readonly files: number;
  /** Files without apiVersion and kind. */
  readonly skipped: number;
  /** Files and folders that are excluded or ignored. */
  readonly ignored: number;
}

/** More than any folder should hold; a device that never ends is noticed by it. */
const largestBytes = 256 * 1024 * 1024;
const noObject = 'it holds no Kubernetes object (apiVersion and kind)';
const nothingCame = 'the input is empty: did the command that writes it fail?';

/**
 * Visits every object of every manifest, in the order of their files; one that cannot be read stops no other. One with a
 * value of a wrong type is a problem, and visited, too: its API version is known all the same. Files without apiVersion and kind,
 * readable or not, are counted.
 */
export function readManifestFiles(
  { paths, exclude = [], isStrict = false }: ManifestInput,
  visit: (object: ManifestObject, location: () => string, isMalformed: boolean) => void,
  onFile: () => void = () => undefined,
): ManifestReading {
  const { files, ignored, problems: unfound } = findManifests(paths, exclude);
  const problems = [...unfound];
  let [objects, skipped] = [0, 0];
  for (const file of files) {
    onFile();
    const read = readFile(file);
    if (read instanceof CommandError) {
      problems.push({ location: file, message: read.message.replace(`${file} `, '') });
      continue;
    }
    // What comes by a pipe was meant to be read.
    if (read.isForeign && (file !== '-' || read.problems.length === 0)) {
      skipped += 1;
      if (isStrict) problems.push({ location: file, message: noObject });
      continue;
    }
    objects += read.objects.length;
    for (const object of read.objects) {
      const location = () => `${file}:${object.line()}`;
      const { apiVersion, kind, namespace, name, value } = object;
      const wrong = malformations({ ...value, apiVersion, kind });
      if (wrong.length > 0) {
        const resource = [kind, namespace, name].filter((each) => each !== null).join('/');
        const message = wrong.map((each) => `${each.path}: ${each.message}`).join('; ');
        problems.push({ location: location(), message: `${resource}: ${message}` });
      }
      visit(object, location, wrong.length > 0);
    }
    for (const { line, message } of read.problems) problems.push({ location: `${file}:${line}`, message });
  }
  return { problems, objects, files: files.length, skipped, ignored };
}

function readFile(file: string): Manifests | CommandError {
  try {
    const text = readTextFile(file, largestBytes);
    if (file === '-' && text.trim() === '')
      return { objects: [], problems: [{ line: 1, message: nothingCame }], isForeign: false };
    return readManifests(text, /\.json$/i.test(file) ? 'json' : 'yaml');
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}
