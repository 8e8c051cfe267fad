import type { BlindSpot } from '#domain/removal/catalogue/blind-spots.ts';
import { type ApiKind, lifeOfApi } from '#domain/removal/catalogue/life-of-api.ts';
import type { Actor } from '#domain/removal/findings/actor.ts';
import type { AksStop } from '#domain/removal/findings/aks-stop.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan, ScanProblem } from '#domain/removal/findings/removal-scan.ts';
import { printable } from '#domain/text/printable.ts';
import { describeKnown } from '../formats/known-findings.ts';
import { describeSkipped } from '../formats/skipped-files.ts';
import { plural } from '../terminal/plural.ts';

/** "CronJob shop/nightly", "CronJob nightly", "CronJob (unnamed)" */
export function describeObject({ source, kind, namespace, name, evidence }: RemovalFinding): string {
  if (source === 'api-metrics' || source === 'audit-log') return `callers of ${kind}`;
  const generated = /generateName: .*$/s.exec(evidence)?.[0] ?? '(unnamed)';
  const place = namespace === null ? '' : `${namespace}/`;
  return printable(`${kind} ${name === null ? generated : place + name}`);
}

/** "removed in 1.25", "deprecated in 1.21, removed in 1.25", "deprecated in 1.33"; empty where it does not depend on the target. */
export function describeEnd({ severity, deprecatedIn, removedIn }: RemovalFinding): string {
  const removed = removedIn === null ? [] : [`removed in ${removedIn}`];
  const isOnlyRemoved = severity === 'BLOCK' && removed.length > 0;
  return [
    ...(deprecatedIn === null || isOnlyRemoved ? [] : [`deprecated in ${deprecatedIn}`]),
    ...removed,
  ].join(', ');
}

/** "policy/v1beta1", "gitRepo volume" */
export function describeUse({ apiVersion, feature }: RemovalFinding): string {
  return feature === null ? apiVersion : feature.title;
}

/** "policy/v1", "discovery.k8s.io/v1 EndpointSlice", "none"; "none yet: policy/v1 from 1.21" where the target has none. */
export function describeReplacement(finding: RemovalFinding): string {
  const { kind, replacement, feature } = finding;
  if (feature !== null) return feature.instead;
  const nameOf = (api: ApiKind) => (api.kind === kind ? api.apiVersion : `${api.apiVersion} ${api.kind}`);
  if (replacement !== null) return nameOf(replacement);
  const later = lifeOfApi(finding)?.lastSuccessor ?? null;
  return later === null ? 'none' : `none yet: ${nameOf(later)} from 1.${later.introduced}`;
}

/** The location in a file, or the evidence from a cluster; its owner or caller, and whether AKS refuses the upgrade. */
export function describeWhere({ source, location, evidence, feature, who, aks }: RemovalFinding): string {
  const place = source !== 'manifest' ? evidence : feature === null ? location : `${location}: ${evidence}`;
  const people = who.filter(({ name }) => !place.includes(name)).map(describeActor);
  return printable(
    [`${place}${people.length === 0 ? '' : ` (${people.join(', ')})`}`, ...describeStop(aks)].join('; '),
  );
}

function describeActor({ as, name }: Actor): string {
  return as === 'owner' ? `owner ${name}` : as === 'delivery' ? `deployed by ${name}` : `${as} ${name}`;
}

function describeStop(aks: AksStop | null): readonly string[] {
  if (aks === null || aks.stops === 'no') return [];
  const until = aks.until === null ? '' : ` until ${aks.until}, if there is no further use`;
  return [`AKS ${aks.stops === 'yes' ? 'refuses' : 'may refuse'} the upgrade${until}`];
}

/** What to change beside the apiVersion: one line per kind found, in their order. */
export function describeChanges(findings: readonly RemovalFinding[]): readonly string[] {
  const lines = findings
    .filter(({ changes }) => changes !== null)
    .map(
      (finding) =>
        `${finding.kind} (${finding.apiVersion} -> ${describeReplacement(finding).replace('none yet: ', '')}): ${finding.changes}`,
    );
  return [...new Set(lines)];
}

/** The verdict; UNKNOWN is INCOMPLETE where something was judged and something could not be read. */
export function describeVerdict({
  verdict,
  problems,
  statistics: { objects, events, requests },
}: Pick<RemovalScan, 'verdict' | 'problems' | 'statistics'>): string {
  const isInPart = problems.length > 0 && objects + events + requests > 0;
  return isInPart && verdict === 'UNKNOWN' ? 'INCOMPLETE' : verdict;
}

/** "BLOCK for 1.25: removed APIs in use: 2, deprecated: 1 (1234 objects in 56 files, 0.8 s)." */
export function describeScan(scan: RemovalScan): string {
  const { target, findings, problems, statistics, unknown } = scan;
  const of = (severity: string) =>
    findings.filter((each) => each.severity === severity && each.waived === null);
  const count = (severity: string) => of(severity).length;
  const later = of('INFO').filter(({ rule }) => rule.startsWith('deprecated-')).length;
  const waived = findings.filter((each) => each.waived !== null).length;
  const parts = [
    { label: 'removed APIs in use', number: count('BLOCK') },
    { label: 'deprecated', number: count('WARN') },
    { label: 'deprecated after the target', number: later },
    { label: 'references only', number: count('INFO') - later },
    { label: 'waived', number: waived },
  ].filter(({ number }) => number > 0);
  const unread = count('UNKNOWN');
  const { objects, events, requests } = statistics;
  const none =
    objects + events + requests === 0 ? 'no objects found' : 'no removed or deprecated APIs in use';
  const what = parts.length === 0 ? none : parts.map(({ label, number }) => `${label}: ${number}`).join(', ');
  const missing = [
    ...(unread === 0 ? [] : [`; ${plural(unread, 'source')} could not be read`]),
    ...(problems.length === 0 ? [] : [`; ${plural(problems.length, 'problem')} in the input`]),
    describeKnown(scan.baseline),
    describeSkipped({ ...statistics, notRendered: scan.notRendered }),
  ].join('');
  const doubt = unknown === null ? '' : `\nUncertain: ${unknown}.`;
  return `${describeVerdict(scan)} for ${target}: ${what}${missing} (${describeStatistics(statistics)}).${doubt}`;
}

function describeStatistics({
  objects,
  files,
  events,
  requests,
  seconds,
}: RemovalScan['statistics']): string {
  const isOfLogs = events > 0 && files + requests === 0;
  const inFiles = files === 0 && requests > 0 ? '' : ` in ${plural(files, 'file')}`;
  return [
    ...(isOfLogs ? [] : [`${plural(objects, 'object')}${inFiles}`]),
    ...(events === 0 ? [] : [plural(events, 'audit event')]),
    ...(requests === 0 ? [] : [plural(requests, 'request')]),
    `${seconds} s`,
  ].join(', ');
}

/** Whether it is about a source that could not be read. */
export function isUnread({ rule }: RemovalFinding): boolean {
  return rule === 'unread-source';
}

/** A source that could not be read, in the shape of a manifest's problem. */
export function asProblem({ location, evidence }: RemovalFinding): ScanProblem {
  return { location, message: evidence };
}

/** What no object shows, and where to check it, a line each. */
export function describeManualChecks(spots: readonly BlindSpot[]): readonly string[] {
  return spots.map(({ what, check }) => `${what}. Check: ${check}`);
}
