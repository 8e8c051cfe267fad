import type { ControlReport, Evidence } from '#domain/audit/audit.ts';
import type { AuditReport } from '#domain/audit/audit-report.ts';
import { controlFingerprints } from '#domain/audit/audit-scope.ts';
import { itemsOf } from '#domain/audit/benchmark/benchmarks.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import type { Places } from '../../inspect/audit-manifests.ts';
import { sarifLog, suppressionsOf } from '../formats/sarif-log.ts';
import { exactPlaceOf, physical, placeOf } from '../formats/sarif-place.ts';
import { lazyList } from '../terminal/json-pieces.ts';
import { describeEvidence, voidWaiverLines } from './audit-messages.ts';

/** What code hosts sort security results by: 0 to 10. */
const scores = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '1.0' } as const;
const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;

interface Sources {
  readonly places: Places;
  /** The location of what has none of its own: a file or a cluster. */
  readonly whole: string;
  /** The file of Azure's settings; null: Azure was not asked. */
  readonly arm: string | null;
}

/** An audit as SARIF 2.1.0: one result per control and object, where the text has it; waived ones are suppressed. */
export function auditSarif(audit: AuditReport, sources: Sources, version: string): object {
  const reported = audit.controls.filter(({ status }) => status !== 'PASS' && status !== 'NOT_APPLICABLE');
  return sarifLog({
    version,
    rules: controls.map(ruleOf),
    problems: audit.problems,
    notes: [...(audit.unknown === undefined ? [] : [audit.unknown]), ...voidWaiverLines(audit)],
    results: lazyList(function* () {
      // Of one object after the other: its document is read for places once.
      const found = reported.flatMap((control) =>
        [...control.evidence, ...control.undecided].map((evidence) => ({ control, evidence })),
      );
      for (const ofObject of Map.groupBy(found, ({ evidence }) => evidence.resource).values())
        for (const { control, evidence } of ofObject) yield resultOf(control, evidence, sources);
    }),
  });
}

function ruleOf({ id, title, rule, remediation, source, severity }: (typeof controls)[number]): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rule },
    help: { text: remediation },
    helpUri: source,
    properties: { tags: ['security', ...itemsOf(id)], 'security-severity': scores[severity] },
  };
}

function resultOf({ id, title }: ControlReport, evidence: Evidence, sources: Sources): object {
  const { severity, waived = null } = evidence;
  return {
    ruleId: id,
    level: levels[severity],
    message: { text: `${title}. ${describeEvidence(evidence)}` },
    locations: [physical(placeIn(evidence, sources))],
    partialFingerprints: { 'drydockControl/v1': controlFingerprints(id, evidence).join(', ') },
    ...suppressionsOf(waived),
  };
}

/** Code hosts require a location: what has no line of its own gets a whole file. */
function placeIn({ resource, paths }: Evidence, { places, whole, arm }: Sources): ReturnType<typeof placeOf> {
  const own = places.get(resource)?.(paths?.[0]);
  if (own !== undefined) return paths === undefined ? placeOf(own) : exactPlaceOf(own);
  const location = inside(resource, places);
  if (location !== null) return placeOf(location);
  const isOfAzure = /^(ManagedCluster|AgentPool)\//.test(resource);
  return { file: isOfAzure && arm !== null ? arm : placeOf(whole).file, line: null };
}

const makers =
  /^(Pod|PodTemplate|ReplicationController|ReplicaSet|Deployment|StatefulSet|DaemonSet|Job|CronJob)(\.[^/]+)?\//;

/** A namespace without a manifest is located at the first workload in it. */
function inside(resource: string, places: Places): string | null {
  const [kind, namespace] = resource.split('/');
  if (kind !== 'Namespace') return null;
  const found = [...places].find(
    ([name]) => makers.test(name) && name.split('/').length === 3 && name.split('/')[1] === namespace,
  );
  return found?.[1]() ?? null;
}
