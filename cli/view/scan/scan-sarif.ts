import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { sarifLog, suppressionsOf } from '../formats/sarif-log.ts';
import { physical, placeOf } from '../formats/sarif-place.ts';
import {
  describeEnd,
  describeManualChecks,
  describeObject,
  describeReplacement,
  describeUse,
  isUnread,
} from './removal-messages.ts';

const levels = { BLOCK: 'error', UNKNOWN: 'error', WARN: 'warning', INFO: 'note' } as const;
const helpUri = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';
const rules = [
  { id: 'removed-api', text: 'The target version no longer serves this API version.' },
  { id: 'deprecated-api', text: 'The target version or a later one deprecates this API version.' },
  { id: 'removed-feature', text: 'The target version takes away what this object asks for.' },
  {
    id: 'deprecated-feature',
    text: 'The target version or a later one deprecates what this object asks for.',
  },
  {
    id: 'custom-resource',
    text: 'A custom resource has versions that stand in the way of its next release.',
  },
  {
    id: 'named-version',
    text: 'What extends the API, or grants rights to it, names versions that are gone.',
  },
  { id: 'unread-source', text: 'What could not be read of a cluster.' },
].map(({ id, text }) => ({ id, shortDescription: { text }, helpUri }));

/** A scan as SARIF 2.1.0, for code scanning: a result an object, at its line; waived ones are suppressed. */
export function scanSarif(scan: RemovalScan, version: string): object {
  const { findings, problems, target, unknown, checkManually } = scan;
  return sarifLog({
    version,
    rules,
    problems,
    notes: [...(unknown === null ? [] : [unknown]), ...describeManualChecks(checkManually)],
    results: findings.map((finding) => resultOf(finding, target)),
  });
}

function resultOf(finding: RemovalFinding, target: string): object {
  const { rule, severity, apiVersion, kind, namespace, name, changes, feature, location, waived } = finding;
  const told = describeReplacement(finding);
  const isNone = finding.replacement === null && feature === null;
  const instead = !isNone ? `use ${told}` : told === 'nothing' ? 'no replacement' : told;
  const end = describeEnd(finding);
  const more = changes === null ? '' : `; ${changes}`;
  const text = `${describeObject(finding)}: ${describeUse(finding)}${end === '' ? '' : ` is ${end}`} (target ${target}): ${instead}${more}`;
  const { file, line } = placeOf(location);
  const identity = [rule, feature?.id ?? apiVersion, kind, namespace ?? '', name ?? '', file].join('|');
  const isWritten = finding.source === 'manifest';
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: isUnread(finding) ? finding.evidence : text },
    locations: [isWritten ? physical(file, line) : inCluster(location)],
    partialFingerprints: { 'drydockObject/v1': identity },
    ...suppressionsOf(waived),
  };
}

/** Code hosts refuse a file with a result that stands in no file: it gets the name of one. */
function inCluster(location: string): object {
  return { ...physical('cluster', null), logicalLocations: [{ fullyQualifiedName: location }] };
}
