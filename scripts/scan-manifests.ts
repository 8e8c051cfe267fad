import { judgeObject } from '#domain/removal/judge-object.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import type { ScanProblem } from '#domain/removal/removal-scan.ts';
import { type Manifests, readManifests } from '#spec/manifests/read-manifests.ts';
import { CommandError } from './command-error.ts';
import { findManifests } from './find-manifests.ts';
import { readTextFile } from './read-text-file.ts';

/** What manifests say, in the order of their files. */
export interface ManifestScan {
  readonly findings: readonly RemovalFinding[];
  readonly problems: readonly ScanProblem[];
  readonly objects: number;
  readonly files: number;
}

/** More than any folder should hold; a device that never ends is noticed by it. */
const largestBytes = 256 * 1024 * 1024;

/** Judges every object of every manifest at a minor of Kubernetes 1; one that cannot be read stops no other. */
export function scanManifests(paths: readonly string[], minor: number, mode: ScanMode): ManifestScan {
  const { files, problems: unfound } = findManifests(paths);
  const findings: RemovalFinding[] = [];
  const problems: ScanProblem[] = [...unfound];
  let objects = 0;
  for (const file of files) {
    const read = readFile(file);
    if (read instanceof CommandError) {
      problems.push({ location: file, message: read.message.replace(`${file} `, '') });
      continue;
    }
    objects += read.objects.length;
    for (const object of read.objects) {
      const finding = judgeObject(object, minor, mode, () => `${file}:${object.line()}`);
      if (finding !== null) findings.push(finding);
    }
    for (const { line, message } of read.problems) problems.push({ location: `${file}:${line}`, message });
  }
  return { findings, problems, objects, files: files.length };
}

function readFile(file: string): Manifests | CommandError {
  try {
    return readManifests(readTextFile(file, largestBytes), /\.json$/i.test(file) ? 'json' : 'yaml');
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}
