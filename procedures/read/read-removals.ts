import type { Failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { ApiKind } from '#domain/removal/catalogue/life-of-api.ts';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import { unreadSource } from '#domain/removal/findings/unread-source.ts';
import { judgeLiveObject } from '#domain/removal/objects/judge-live-object.ts';
import { judgeRelease } from '#domain/removal/objects/judge-release.ts';
import { liveLists } from '#domain/removal/objects/live-lists.ts';
import { objectSources } from '#domain/removal/objects/object-sources.ts';
import { type PlannedList, readingPlan } from '#domain/removal/objects/reading-plan.ts';
import { judgeUsage } from '#domain/removal/usage/api-usage.ts';
import { countUsage, type UsageCount } from '#domain/removal/usage/usage-count.ts';
import { mostUnpackedMb, type RemovalClient } from '#gateways/kubernetes/removal/removal-client.ts';
import type { HelmRelease } from '#gateways/kubernetes/removal/to-helm-release.ts';
import { readManifests } from '#spec/manifests/read-manifests.ts';
import { mapBounded } from '../map-bounded.ts';

export interface RemovalQuestion {
  /** The server's minor of Kubernetes 1; absent: it is asked for. */
  readonly server?: number;
  /** A minor of Kubernetes 1. */
  readonly target: number;
  readonly mode: ScanMode;
  /** By the cluster's clock, ms since the epoch. */
  readonly now: number;
  /** Of failures: whether the source is taken for unreadable; else it is thrown. */
  readonly isTolerated: (failure: Failure) => boolean;
  /** What looks before remembered of the usage metric. */
  readonly known?: readonly UsageCount[];
}

/** What a cluster says of itself; an object of which several sources say something is there several times. */
export interface ClusterRemovals {
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  /** What the next check needs of the usage metric. */
  readonly counts: readonly UsageCount[];
}

type Reading = Pick<ClusterRemovals, 'findings' | 'objects'>;

interface SourceOfReading {
  readonly source: RemovalFinding['source'];
  readonly kind: ApiKind;
  /** What it takes: "list secrets" */
  readonly right: string;
  /** Whether an operator may refuse it: then it is not read, with a warning. */
  readonly isOptional?: boolean;
}

const parallelism = 4;
/** Most objects: one list for all of them. */
const none: readonly RemovalFinding[] = [];
const secrets = { apiVersion: 'v1', kind: 'Secret' };
/** Secrets hold far more than releases: field managers and the last-applied annotation show most of the same uses. */
const releases: SourceOfReading = {
  source: 'helm-release',
  kind: secrets,
  right: 'list secrets',
  isOptional: true,
};
/** Findings of a cluster's releases: more would be read by no one, and take the worker's memory. */
const mostOfReleases = 5_000;
const tooMany = `more than ${mostOfReleases} findings in the cluster's releases; the rest are not shown`;
const metrics: SourceOfReading = {
  source: 'api-metrics',
  kind: { apiVersion: 'v1', kind: 'Metrics' },
  right: 'get /metrics',
};

/**
 * Reads every source of a cluster; one that cannot be read is a finding (UNKNOWN) that names the right it takes, and stops
 * no other. Throws a FailureError where the server does not say its version: then nothing can be read.
 */
export async function readRemovals(
  client: RemovalClient,
  question: RemovalQuestion,
): Promise<ClusterRemovals> {
  const { target, mode, now, known = [] } = question;
  const server = question.server ?? (await client.serverMinor());
  const groups = await orUnread(
    question,
    { source: 'live-object', kind: { apiVersion: 'v1', kind: 'APIGroupList' }, right: 'get /apis' },
    () => client.groups(),
  );
  const plan = readingPlan(
    liveLists(server, target, mode),
    objectSources(groups.seen ?? new Map(), { server, target, mode }),
  );
  const jobs: readonly (() => Promise<Reading>)[] = [
    () => readReleases(client, question),
    ...plan.map((list) => () => readList(client, list, question)),
  ];
  // Side by side: unpacking what Helm stored takes as long as waiting for a few lists.
  const [{ seen: usage, findings: unread }, readings] = await Promise.all([
    orUnread(question, metrics, () => client.usage()),
    mapBounded(jobs, parallelism, (job) => job()),
  ]);
  const used = usage === null ? unread : judgeUsage(usage, target, mode, { known, now });
  return {
    findings: [...groups.findings, ...used, ...readings.flatMap(({ findings }) => findings)],
    objects: readings.reduce((sum, { objects }) => sum + objects, 0),
    counts: usage === null ? known : countUsage(usage, known, now),
  };
}

async function readReleases(client: RemovalClient, question: RemovalQuestion): Promise<Reading> {
  let left = mostOfReleases;
  const read = await orUnread(question, releases, () =>
    client.releases((release): Reading => {
      const { findings, objects } = judgeManifests(release, question.target, question.mode);
      const kept = findings.slice(0, left);
      left -= kept.length;
      const rest = findings.length - kept.length;
      return {
        objects,
        findings: rest === 0 ? kept : [...kept, unreadRelease(locationOf(release), tooMany)],
      };
    }),
  );
  if (read.seen === null) return read;
  const { judged, unread, beyond } = read.seen;
  const skipped = `${beyond} releases were not read: the others unpack to more than ${mostUnpackedMb} MB in all`;
  return {
    findings: [
      ...unread.map(({ secret, why }) => unreadRelease(`Secret/${secret}`, why)),
      ...(beyond === 0 ? [] : [unreadRelease(releases.right, skipped)]),
      ...judged.flatMap(({ findings }) => findings),
    ],
    objects: judged.reduce((sum, { objects }) => sum + objects, 0),
  };
}

async function readList(
  client: RemovalClient,
  list: PlannedList,
  question: RemovalQuestion,
): Promise<Reading> {
  const { target, mode, now } = question;
  const { source, apiVersion, kind, plural } = list;
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const read = await orUnread(question, { source, kind: list, right: `list ${plural}${group}` }, () =>
    client.objects(list, (object, whole) => {
      const found = list.judges.flatMap((judge) => judge(whole));
      if (list.hasWriters) found.push(...judgeLiveObject(object, target, mode, now));
      return found.length === 0 ? none : found;
    }),
  );
  if (read.seen === null) return read;
  const { judged, unreadable } = read.seen;
  const unread = unreadable.map(({ resource, why }) =>
    unreadSource(source, { apiVersion, kind, location: resource }, why),
  );
  return { findings: [...judged.flat(), ...unread], objects: judged.length };
}

/** A source that cannot be read is a finding in its place. */
async function orUnread<T>(
  { isTolerated }: RemovalQuestion,
  { source, kind: { apiVersion, kind }, right, isOptional = false }: SourceOfReading,
  read: () => Promise<T | null>,
): Promise<Reading & { readonly seen: T | null }> {
  try {
    return { seen: await read(), findings: [], objects: 0 };
  } catch (error) {
    if (!(error instanceof FailureError) || !isTolerated(error.failure)) throw error;
    const severity = isOptional && error.failure.kind === 'kubernetes-refused' ? 'WARN' : 'UNKNOWN';
    const why = `requires permission to ${right}: ${error.failure.message}`;
    return {
      seen: null,
      findings: [unreadSource(source, { apiVersion, kind, location: right }, why, severity)],
      objects: 0,
    };
  }
}

function judgeManifests(release: HelmRelease, target: number, mode: ScanMode): Reading {
  const { objects, problems } = readManifests(release.manifests, 'yaml');
  return {
    objects: objects.length,
    findings: [
      ...objects.flatMap((object) => judgeRelease(release, object, target, mode)),
      ...problems.map(({ message }) => unreadRelease(locationOf(release), message)),
    ],
  };
}

function locationOf({ namespace, name }: HelmRelease): string {
  return `HelmRelease/${namespace}/${name}`;
}

function unreadRelease(location: string, why: string): RemovalFinding {
  return unreadSource('helm-release', { ...secrets, location }, why);
}
