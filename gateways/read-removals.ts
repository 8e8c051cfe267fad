import type { Failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { judgeUsage } from '#domain/removal/api-usage.ts';
import { judgeLiveObject } from '#domain/removal/judge-live-object.ts';
import { judgeRelease } from '#domain/removal/judge-release.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { ApiKind } from '#domain/removal/life-of-api.ts';
import { liveLists } from '#domain/removal/live-lists.ts';
import { objectSources } from '#domain/removal/object-sources.ts';
import { readingPlan } from '#domain/removal/reading-plan.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import { unreadSource } from '#domain/removal/unread-source.ts';
import { countUsage, type UsageCount } from '#domain/removal/usage-count.ts';
import { readManifests } from '#spec/manifests/read-manifests.ts';
import type { RemovalDoor } from './kubernetes/removal-door.ts';
import type { HelmRelease } from './kubernetes/to-helm-release.ts';
import { mapBounded } from './map-bounded.ts';

export interface RemovalQuestion {
  /** A minor of Kubernetes 1. */
  readonly target: number;
  readonly mode: ScanMode;
  /** By the cluster's clock, ms since the epoch. */
  readonly now: number;
  /** Of failures: whether the source is taken for unreadable; else it is thrown. */
  readonly isLost: (failure: Failure) => boolean;
  /** What looks before remembered of the usage metric. */
  readonly known?: readonly UsageCount[];
}

/** What a cluster says of itself; an object of which several sources say something is there several times. */
export interface ClusterRemovals {
  /** The server's minor of Kubernetes 1. */
  readonly server: number;
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  /** What is to be remembered of the usage metric until the next look. */
  readonly counts: readonly UsageCount[];
}

const parallelism = 4;
/** Most objects: one list for all of them. */
const none: readonly RemovalFinding[] = [];
const secrets = { apiVersion: 'v1', kind: 'Secret' };

/**
 * Reads every source of a cluster; one that cannot be read is a finding (UNKNOWN) that names the right it takes, and stops
 * no other. Throws a FailureError where the server does not say its version: then nothing can be read.
 */
export async function readRemovals(door: RemovalDoor, question: RemovalQuestion): Promise<ClusterRemovals> {
  const { target, mode, now, isLost, known = [] } = question;
  const findings: RemovalFinding[] = [];
  let objects = 0;
  const orUnread = async <T>(
    source: RemovalFinding['source'],
    { apiVersion, kind }: ApiKind,
    right: string,
    read: () => Promise<T>,
  ): Promise<T | null> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof FailureError) || !isLost(error.failure)) throw error;
      const why = `it takes the right to ${right}: ${error.failure.message}`;
      findings.push(unreadSource(source, { apiVersion, kind, location: right }, why));
      return null;
    }
  };
  const server = await door.serverMinor();
  const groups = await orUnread('live-object', { apiVersion: 'v1', kind: 'APIGroupList' }, 'get /apis', () =>
    door.groups(),
  );
  const plan = readingPlan(
    liveLists(server, target, mode),
    objectSources(groups ?? new Map(), { server, target, mode }),
  );
  const metrics = { apiVersion: 'v1', kind: 'Metrics' };
  const usage = await orUnread('api-metrics', metrics, 'get /metrics', () => door.usage());
  if (usage !== null) findings.push(...judgeUsage(usage, target, mode, { known, now }));
  const stored = await orUnread('helm-release', secrets, 'list secrets', () => door.releases());
  for (const name of stored?.damaged ?? [])
    findings.push(
      unreadSource(
        'helm-release',
        { ...secrets, location: `Secret/${name}` },
        'what Helm stored there is damaged',
      ),
    );
  for (const release of stored?.releases ?? []) {
    const read = judgeManifests(release, target, mode);
    findings.push(...read.findings);
    objects += read.objects;
  }
  await mapBounded(plan, parallelism, async (list) => {
    const group = list.apiVersion.includes('/') ? `.${list.apiVersion.split('/')[0]}` : '';
    const seen = await orUnread(list.source, list, `list ${list.plural}${group}`, () =>
      door.objects(list, (object, whole) => {
        const found = list.judges.flatMap((judge) => judge(whole));
        if (list.hasWriters) found.push(...judgeLiveObject(object, target, mode, now));
        return found.length === 0 ? none : found;
      }),
    );
    objects += seen?.length ?? 0;
    findings.push(...(seen ?? []).flat());
  });
  return { server, findings, objects, counts: usage === null ? known : countUsage(usage, known, now) };
}

function judgeManifests(
  release: HelmRelease,
  target: number,
  mode: ScanMode,
): Pick<ClusterRemovals, 'findings' | 'objects'> {
  const { objects, problems } = readManifests(release.manifests, 'yaml');
  const location = `HelmRelease/${release.namespace}/${release.name}`;
  return {
    objects: objects.length,
    findings: [
      ...objects.flatMap((object) => judgeRelease(release, object, target, mode)),
      ...problems.map(({ message }) => unreadSource('helm-release', { ...secrets, location }, message)),
    ],
  };
}
