import { apiPlural } from '../catalogue/api-plural.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { ApiKind } from '../catalogue/life-of-api.ts';
import type { ApiEntry, Lineage } from '../catalogue/lineage.ts';
import type { ScanMode } from '../findings/judge-use.ts';

/** A list of live objects to read: the kind, and where it is served. */
export interface LiveList extends ApiKind {
  readonly plural: string;
}

/** Bodies of requests and files of the API server: nothing lists them. */
const neverStored: readonly string[] = [
  'AdmissionReview',
  'APIGroupDiscovery',
  'ConversionReview',
  'DeploymentRollback',
  'Eviction',
  'LocalSubjectAccessReview',
  'Policy',
  'Scale',
  'SelfSubjectAccessReview',
  'SelfSubjectReview',
  'SelfSubjectRulesReview',
  'SubjectAccessReview',
  'TokenReview',
];

/**
 * The kinds whose objects may have been written through a version that ends by the target, each where the server
 * serves it at its newest: a version that is deprecated there is never asked for, so that a scan is not among its
 * users. gate: what ends between server and target; full: whatever ended or is deprecated by then.
 * Minors of Kubernetes 1.
 */
export function liveLists(server: number, target: number, mode: ScanMode): readonly LiveList[] {
  return catalogue.flatMap((lineage) => {
    if (!lineage.versions.some((entry) => matters(entry, server, target, mode))) return [];
    const served = lineage.versions.findLast((entry) => isCurrentAt(entry, server));
    return served === undefined ? [] : kindsOf(lineage, served);
  });
}

function kindsOf({ kinds }: Lineage, { api, kind }: ApiEntry): readonly LiveList[] {
  return (kind === undefined ? kinds : [kind])
    .filter((each) => !neverStored.includes(each))
    .map((each) => ({ apiVersion: api, kind: each, plural: apiPlural(each) }));
}

function matters({ deprecated, removed }: ApiEntry, server: number, target: number, mode: ScanMode): boolean {
  if (mode === 'gate') return removed !== null && removed > server && removed <= target;
  return (removed !== null && removed <= target) || (deprecated !== null && deprecated <= target);
}

function isCurrentAt({ introduced, deprecated, removed }: ApiEntry, minor: number): boolean {
  return (
    introduced <= minor &&
    (removed === null || minor < removed) &&
    (deprecated === null || minor < deprecated)
  );
}
