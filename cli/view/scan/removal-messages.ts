import type { BlindSpot } from '#domain/removal/catalogue/blind-spots.ts';
import { type ApiKind, lifeOfApi } from '#domain/removal/catalogue/life-of-api.ts';
import type { Actor } from '#domain/removal/findings/actor.ts';
import type { AksStop } from '#domain/removal/findings/aks-stop.ts';
import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan, ScanProblem } from '#domain/removal/findings/removal-scan.ts';
import { plural } from '../terminal/plural.ts';
import { printable } from '../terminal/printable.ts';

/** "CronJob shop/nightly", "CronJob nightly", "CronJob without a name" */
export function describeObject({ source, kind, namespace, name, evidence }: RemovalFinding): string {
  if (source === 'api-metrics' || source === 'audit-log') return `callers of ${kind}`;
  const generated = /generateName: .*$/s.exec(evidence)?.[0] ?? 'without a name';
  const place = namespace === null ? '' : `${namespace}/`;
  return printable(`${kind} ${name === null ? generated : place + name}`);
}

/** Empty where it does not depend on the target. "gone in 1.25", "deprecated in 1.21, gone in 1.25", "deprecated in 1.33" */
export function describeEnd({ severity, deprecatedIn, removedIn }: RemovalFinding): string {
  const gone = removedIn === null ? [] : [`gone in ${removedIn}`];
  const isOnlyGone = severity === 'BLOCK' && gone.length > 0;
  return [...(deprecatedIn === null || isOnlyGone ? [] : [`deprecated in ${deprecatedIn}`]), ...gone].join(
    ', ',
  );
}

/** "policy/v1beta1", "gitRepo volume" */
export function describeUse({ apiVersion, feature }: RemovalFinding): string {
  return feature === null ? apiVersion : feature.title;
}

/** "policy/v1", "discovery.k8s.io/v1 EndpointSlice", "nothing"; "not yet: policy/v1 from 1.21" where the target has none yet. */
export function describeReplacement(finding: RemovalFinding): string {
  const { kind, replacement, feature } = finding;
  if (feature !== null) return feature.instead;
  const told = (api: ApiKind) => (api.kind === kind ? api.apiVersion : `${api.apiVersion} ${api.kind}`);
  if (replacement !== null) return told(replacement);
  const later = lifeOfApi(finding)?.lastSuccessor ?? null;
  return later === null ? 'nothing' : `not yet: ${told(later)} from 1.${later.introduced}`;
}

/** Its place in a file; in a cluster, who uses it and how that is known; whose it is, and whether AKS stops for it. */
export function describeWhere({ source, location, evidence, feature, who, aks }: RemovalFinding): string {
  const place = source !== 'manifest' ? evidence : feature === null ? location : `${location}: ${evidence}`;
  const people = who.filter(({ name }) => !place.includes(name)).map(describeActor);
  return printable(
    [`${place}${people.length === 0 ? '' : ` (${people.join(', ')})`}`, ...describeStop(aks)].join('; '),
  );
}

function describeActor({ as, name }: Actor): string {
  return as === 'owner' ? `owner ${name}` : as === 'delivery' ? `comes with ${name}` : `${as} ${name}`;
}

/** Nothing where AKS would not stop. */
function describeStop(aks: AksStop | null): readonly string[] {
  if (aks === null || aks.stops === 'no') return [];
  const until = aks.until === null ? '' : ` until ${aks.until}, if nobody uses it again`;
  return [`AKS itself ${aks.stops === 'yes' ? 'refuses' : 'may refuse'} the upgrade${until}`];
}

/** What has to be changed beside the apiVersion: one line for each kind that is found, in their order. */
export function describeChanges(findings: readonly RemovalFinding[]): readonly string[] {
  const lines = findings
    .filter(({ changes }) => changes !== null)
    .map(
      (finding) =>
        `${finding.kind} (${finding.apiVersion} -> ${describeReplacement(finding).replace('not yet: ', '')}): ${finding.changes}`,
    );
  return [...new Set(lines)];
}

/** The verdict; where something could not be read, no better than that not all was read. */
export function describeVerdict({ verdict, problems }: Pick<RemovalScan, 'verdict' | 'problems'>): string {
  return problems.length === 0 || verdict === 'BLOCK' || verdict === 'UNKNOWN' ? verdict : 'INCOMPLETE';
}

/** "BLOCK for 1.25: 2 uses of what is gone there, 1 of what is deprecated (1234 objects in 56 files, 0.8 s)." */
export function describeScan(scan: RemovalScan): string {
  const { target, findings, problems, statistics, unknown } = scan;
  const of = (severity: string) =>
    findings.filter((each) => each.severity === severity && each.waived === null);
  const count = (severity: string) => of(severity).length;
  const later = of('INFO').filter(({ rule }) => rule.startsWith('deprecated-')).length;
  const waived = findings.filter((each) => each.waived !== null).length;
  const parts = [
    { number: count('BLOCK'), words: 'what is gone there' },
    { number: count('WARN'), words: 'what is deprecated' },
    { number: later, words: 'what a later minor deprecates' },
    { number: count('INFO') - later, words: 'what is only named' },
    { number: waived, words: 'what is waived' },
  ].filter(({ number }) => number > 0);
  const told = parts.map(({ number, words }, index) =>
    index === 0 ? `${plural(number, 'use')} of ${words}` : `${number} of ${words}`,
  );
  const unread = count('UNKNOWN');
  const { objects, events, requests } = statistics;
  const none =
    objects + events + requests === 0
      ? 'nothing was judged'
      : 'nothing uses what is gone or deprecated there';
  const what = told.length === 0 ? none : told.join(', ');
  const missing = [
    ...(unread === 0 ? [] : [`; ${plural(unread, 'source')} could not be read`]),
    ...(problems.length === 0 ? [] : [`; ${plural(problems.length, 'problem')} in what was to be read`]),
  ].join('');
  const doubt = unknown === null ? '' : `\nNot certain: ${unknown}.`;
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

/** Whether it is about a source that could not be read rather than an object. */
export function isUnread({ rule }: RemovalFinding): boolean {
  return rule === 'unread-source';
}

/** A source that could not be read, as what could not be read of manifests is told. */
export function asProblem({ location, evidence }: RemovalFinding): ScanProblem {
  return { location, message: evidence };
}

/** What no object shows, and where to look, a line each. */
export function describeManualChecks(spots: readonly BlindSpot[]): readonly string[] {
  return spots.map(({ what, check }) => `${what}. Check: ${check}`);
}
