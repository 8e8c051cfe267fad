import { samplesInText } from '../../metric/prometheus-text.ts';
import { kindOfResource } from '../catalogue/kind-of-resource.ts';
import { judgeAksStop } from '../findings/aks-stop.ts';
import { judgeUse, type ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';
import { type ApiUsage, isOnlyRead, quietSince, type ServerUsage, type UsageCount } from './usage-count.ts';

/** Controllers and pipelines that write at all mostly do so within this time. */
const quietMs = 3_600_000;

/**
 * Reads apiserver_requested_deprecated_apis and, for the same API versions, apiserver_request_total of an API server's
 * /metrics.
 */
export function readUsage(metrics: string): ServerUsage {
  const deprecated = new Map<string, ApiUsage & { readonly requests: Record<string, number> }>();
  for (const { labels, value } of samplesInText(metrics, 'apiserver_requested_deprecated_apis'))
    if (Number(value) > 0) deprecated.set(keyOf(labels), { ...usageOf(labels), requests: {} });
  for (const { labels, value } of samplesInText(metrics, 'apiserver_request_total')) {
    const requests = deprecated.get(keyOf(labels))?.requests;
    const { verb = '' } = labels;
    if (requests !== undefined) requests[verb] = (requests[verb] ?? 0) + Number(value);
  }
  const [started] = samplesInText(metrics, 'process_start_time_seconds');
  return {
    usages: [...deprecated.values()],
    since: started === undefined ? null : Number(started.value) * 1000,
  };
}

/**
 * Readers alone only warn: garbage collection, backups and scanners read everything that is served. So do writers of
 * whom `known`, what looks before remembered, says that they have been quiet for an hour. `now`: ms since the epoch.
 */
export function judgeUsage(
  { usages, since }: ServerUsage,
  minor: number,
  mode: ScanMode,
  { known = [], now }: { readonly known?: readonly UsageCount[]; readonly now: number },
): readonly RemovalFinding[] {
  return usages.flatMap((usage): readonly RemovalFinding[] => {
    const used = kindOfResource(usage);
    const judged = used === null ? null : judgeUse(used, minor, mode);
    if (used === null || judged === null) return [];
    const verbs = Object.keys(usage.requests).filter((verb) => (usage.requests[verb] ?? 0) > 0);
    const quiet = isOnlyRead(usage) ? null : quietSince(usage, since, known);
    const isOver = isOnlyRead(usage) || (quiet !== null && now - quiet >= quietMs);
    const severity = isOver && judged.severity === 'BLOCK' ? 'WARN' : judged.severity;
    const counts = verbs.map((verb) => `${verb} ${usage.requests[verb]}`).join(', ');
    const window = since === null ? '' : ` since ${iso(since)}`;
    return [
      {
        ...judged,
        severity,
        ...used,
        feature: null,
        namespace: null,
        name: null,
        source: 'api-metrics',
        location: '/metrics',
        evidence: `an API server received requests for it${window}${counts === '' ? '' : `: ${counts}`}${describeQuiet(quiet, now)}`,
        who: [],
        lastSeen: null,
        aks: judgeAksStop(
          { hasWritten: !isOnlyRead(usage), last: null, since, noLaterThan: quiet },
          { isGone: judged.rule === 'removed-api' },
          minor,
          now,
        ),
        waived: null,
      },
    ];
  });
}

function describeQuiet(quiet: number | null, now: number): string {
  if (quiet === null) return '';
  const enough = now - quiet >= quietMs ? '' : `; conclusive from ${iso(quiet + quietMs)}`;
  return `; no writes since ${iso(quiet)}${enough}`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

type Labels = Readonly<Record<string, string | undefined>>;

function usageOf({ group = '', version = '', resource = '', subresource = '' }: Labels) {
  return { apiVersion: group === '' ? version : `${group}/${version}`, resource, subresource };
}

function keyOf({ group = '', version = '', resource = '', subresource = '' }: Labels): string {
  return [group, version, resource, subresource].join('|');
}
