import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/removal-scan.ts';
import { isUnread, tellEnd, tellObject, tellReplacement } from './removal-words.ts';
import { notificationOf, physical, placeOf } from './sarif-place.ts';

const levels = { BLOCK: 'error', UNKNOWN: 'error', WARN: 'warning', INFO: 'note' } as const;
const helpUri = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';
const rules = [
  { id: 'removed-api', text: 'The target version no longer serves this API version.' },
  { id: 'deprecated-api', text: 'The target version or a later one deprecates this API version.' },
  { id: 'unread-source', text: 'What could not be read of a cluster.' },
].map(({ id, text }) => ({ id, shortDescription: { text }, helpUri }));

/** A scan as SARIF 2.1.0, for code scanning: a result an object, at its line; waived ones are suppressed. */
export function scanSarif(scan: RemovalScan, version: string): object {
  const notes = [
    ...scan.problems.map(notificationOf),
    ...(scan.unknown === null ? [] : [{ level: 'warning', message: { text: scan.unknown } }]),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Drydock', version, rules } },
        invocations: [{ executionSuccessful: scan.problems.length === 0, toolExecutionNotifications: notes }],
        results: scan.findings.map((finding) => resultOf(finding, scan.target)),
      },
    ],
  };
}

function resultOf(finding: RemovalFinding, target: string): object {
  const { rule, severity, apiVersion, kind, namespace, name, changes, location, waived } = finding;
  const instead =
    finding.replacement === null ? 'nothing takes its place' : `use ${tellReplacement(finding)}`;
  const more = changes === null ? '' : `; ${changes}`;
  const text = `${tellObject(finding)}: ${apiVersion} is ${tellEnd(finding)} (target ${target}): ${instead}${more}`;
  const { file, line } = placeOf(location);
  const identity = [rule, apiVersion, kind, namespace ?? '', name ?? '', file].join('|');
  const isWritten = finding.source === 'manifest';
  const place = isWritten ? physical(file, line) : { logicalLocations: [{ fullyQualifiedName: location }] };
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: isUnread(finding) ? finding.evidence : text },
    locations: [place],
    partialFingerprints: { 'drydockObject/v1': identity },
    ...(waived === null
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: waived.reason }] }),
  };
}
