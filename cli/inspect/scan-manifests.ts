import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { judgeFeatures } from '#domain/removal/objects/judge-features.ts';
import { judgeObject } from '#domain/removal/objects/judge-object.ts';
import type { ManifestInput } from '../manifests/manifest-input.ts';
import { type ManifestReading, readManifestFiles } from '../manifests/read-manifest-files.ts';

/** What manifests say, in the order of their files. */
export interface ManifestScan extends ManifestReading {
  readonly findings: readonly RemovalFinding[];
  /** Of every object; one that names none is in `default`. */
  readonly namespaces: ReadonlySet<string>;
}

/** Judges every object of every manifest at a minor of Kubernetes 1. */
export function scanManifests(
  input: ManifestInput,
  minor: number,
  mode: ScanMode,
  onFile?: () => void,
): ManifestScan {
  const findings: RemovalFinding[] = [];
  const namespaces = new Set<string>();
  const reading = readManifestFiles(
    input,
    (object, location) => {
      namespaces.add(object.namespace ?? 'default');
      const finding = judgeObject(object, minor, mode, location);
      if (finding !== null) findings.push(finding);
      findings.push(...judgeFeatures(object, minor, mode, location));
    },
    onFile,
  );
  return { findings, namespaces, ...reading };
}
