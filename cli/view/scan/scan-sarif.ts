import type { RemovalFinding } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { asKnownFinding } from '#domain/removal/findings/scan-scope.ts';
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
  { id: 'removed-feature', text: 'The target version removes a feature that this object uses.' },
  {
    id: 'deprecated-feature',
    text: 'The target version or a later one deprecates a feature that this object uses.',
  },
  {
    id: 'custom-resource',
    text: 'A custom resource definition has stored versions that block its next release.',
  },
  {
    id: 'named-version',
    text: 'A webhook, an APIService or a role refers to a removed API version.',
  },
  { id: 'unread-source', text: 'A source in the cluster could not be read.' },
].map(({ id, text }) => ({ id, shortDescription: { text }, helpUri }));

/** A scan as SARIF 2.1.0, for code scanning: one result per object, at its line; waived ones are suppressed. */
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
  const { rule, severity, changes, feature, location, waived } = finding;
  const replacement = describeReplacement(finding);
  const isNone = finding.replacement === null && feature === null;
  const instead = !isNone ? `use ${replacement}` : replacement === 'none' ? 'no replacement' : replacement;
  const end = describeEnd(finding);
  const more = changes === null ? '' : `; ${changes}`;
  const text = `${describeObject(finding)}: ${describeUse(finding)}${end === '' ? '' : ` is ${end}`} (target ${target}): ${instead}${more}`;
  const isWritten = finding.source === 'manifest';
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: isUnread(finding) ? finding.evidence : text },
    locations: [isWritten ? physical(placeOf(location)) : inCluster(location)],
    partialFingerprints: { 'drydockObject/v1': asKnownFinding(finding).fingerprints.join(', ') },
    ...suppressionsOf(waived),
  };
}

/** Code hosts refuse results without a file, so one of a cluster gets the name of a file. */
function inCluster(location: string): object {
  return {
    ...physical({ file: 'cluster', line: null }),
    logicalLocations: [{ fullyQualifiedName: location }],
  };
}
