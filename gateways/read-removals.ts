import { FailureError } from '#domain/failure-error.ts';
import { judgeUsage } from '#domain/removal/api-usage.ts';
import { judgeLiveObject } from '#domain/removal/judge-live-object.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { ApiKind } from '#domain/removal/life-of-api.ts';
import { liveLists } from '#domain/removal/live-lists.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import { unreadSource } from '#domain/removal/unread-source.ts';
import type { RemovalDoor } from './kubernetes/removal-door.ts';
import type { HelmRelease } from './kubernetes/to-helm-release.ts';
import { mapBounded } from './map-bounded.ts';

/** What a cluster says of itself. */
export interface ClusterRemovals {
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  readonly releases: readonly HelmRelease[];
}

const parallelism = 4;

/**
 * Reads every source of a cluster; one that cannot be read is a finding (UNKNOWN) that names the right it takes, and stops
 * no other. Throws a FailureError where the server does not say its version: then nothing can be read.
 * `target`: a minor of Kubernetes 1; `now`: ms since the epoch.
 */
export async function readRemovals(
  door: RemovalDoor,
  target: number,
  mode: ScanMode,
  now: number,
): Promise<ClusterRemovals> {
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
      if (!(error instanceof FailureError)) throw error;
      const why = `it takes the right to ${right}: ${error.failure.message}`;
      findings.push(unreadSource(source, { apiVersion, kind, location: right }, why));
      return null;
    }
  };
  const lists = liveLists(await door.serverMinor(), target, mode);
  const metrics = { apiVersion: 'v1', kind: 'Metrics' };
  const usage = await orUnread('api-metrics', metrics, 'get /metrics', () => door.usage());
  if (usage !== null) findings.push(...judgeUsage(usage, target, mode));
  const secrets = { apiVersion: 'v1', kind: 'Secret' };
  const stored = await orUnread('helm-release', secrets, 'list secrets', () => door.releases());
  for (const name of stored?.damaged ?? [])
    findings.push(
      unreadSource(
        'helm-release',
        { ...secrets, location: `Secret/${name}` },
        'what Helm stored there is damaged',
      ),
    );
  await mapBounded(lists, parallelism, async (list) => {
    const group = list.apiVersion.includes('/') ? `.${list.apiVersion.split('/')[0]}` : '';
    const found = await orUnread('live-object', list, `list ${list.plural}${group}`, () =>
      door.objects(list),
    );
    objects += found?.length ?? 0;
    for (const object of found ?? []) findings.push(...judgeLiveObject(object, target, mode, now));
  });
  return { findings, objects, releases: stored?.releases ?? [] };
}
