import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/removal-scan.ts';
import { plural } from './plural.ts';

/** "CronJob shop/nightly", "CronJob nightly", "CronJob without a name" */
export function tellObject({ kind, namespace, name, evidence }: RemovalFinding): string {
  const generated = /generateName: .*$/s.exec(evidence)?.[0] ?? 'without a name';
  const place = namespace === null ? '' : `${namespace}/`;
  return printable(`${kind} ${name === null ? generated : place + name}`);
}

/** Manifests are other people's: a control character in them must not reach a terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}

/** "gone in 1.25", "deprecated in 1.21, gone in 1.25", "deprecated in 1.33" */
export function tellEnd({ severity, deprecatedIn, removedIn }: RemovalFinding): string {
  const gone = removedIn === null ? [] : [`gone in ${removedIn}`];
  const isOnlyGone = severity === 'BLOCK' && gone.length > 0;
  return [...(deprecatedIn === null || isOnlyGone ? [] : [`deprecated in ${deprecatedIn}`]), ...gone].join(
    ', ',
  );
}

/** "policy/v1", "discovery.k8s.io/v1 EndpointSlice", "nothing" */
export function tellReplacement({ kind, replacement }: RemovalFinding): string {
  if (replacement === null) return 'nothing';
  return replacement.kind === kind ? replacement.apiVersion : `${replacement.apiVersion} ${replacement.kind}`;
}

/** What has to be changed beside the apiVersion: one line for each kind that is found, in their order. */
export function tellChanges(findings: readonly RemovalFinding[]): readonly string[] {
  const lines = findings
    .filter(({ changes }) => changes !== null)
    .map(
      (finding) =>
        `${finding.kind} (${finding.apiVersion} -> ${tellReplacement(finding)}): ${finding.changes}`,
    );
  return [...new Set(lines)];
}

/** "BLOCK for 1.25: 2 objects use what is gone there, 1 what is deprecated (1234 objects in 56 files, 0.8 s)." */
export function tellScan({ target, verdict, findings, statistics, unknown }: RemovalScan): string {
  const count = (severity: string) =>
    findings.filter((each) => each.severity === severity && each.waived === null).length;
  const waived = findings.filter((each) => each.waived !== null).length;
  const parts = [
    { number: count('BLOCK'), words: 'what is gone there' },
    { number: count('WARN'), words: 'what is deprecated' },
    { number: count('INFO'), words: 'what a later minor deprecates' },
    { number: waived, words: 'what is waived' },
  ].filter(({ number }) => number > 0);
  const told = parts.map(({ number, words }, index) =>
    index === 0
      ? `${plural(number, 'object')} ${number === 1 ? 'uses' : 'use'} ${words}`
      : `${number} ${words}`,
  );
  const { objects, files, seconds } = statistics;
  const numbers = `${plural(objects, 'object')} in ${plural(files, 'file')}, ${seconds} s`;
  const what = told.length === 0 ? 'nothing uses what is gone or deprecated there' : told.join(', ');
  return `${verdict} for ${target}: ${what} (${numbers}).${unknown === null ? '' : `\nNot certain: ${unknown}.`}`;
}
