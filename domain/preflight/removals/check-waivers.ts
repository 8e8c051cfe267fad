import type { Observation } from '../../observation.ts';
import {
  describeWaiver,
  idleWaivers,
  isExpired,
  type RemovalWaiver,
} from '../../removal/findings/removal-waiver.ts';
import type { PreflightFinding } from '../findings/preflight-finding.ts';
import type { RemovalReading } from '../findings/preflight-readings.ts';

/** What was seen of one cluster; null: nothing of it ends. */
export interface RemovalsOfCluster {
  readonly name: string;
  readonly removals: Observation<RemovalReading, unknown> | null;
}

/**
 * Which waivers have no effect: those that have run out by `now` (ms since the epoch), and those that cover nothing of any cluster.
 * Whether one covers nothing is not known where something could not be read. Each is said of every cluster that was looked at.
 */
export function checkWaivers(
  waivers: readonly RemovalWaiver[],
  clusters: readonly RemovalsOfCluster[],
  now: number,
): readonly PreflightFinding[] {
  const looked = clusters.filter(({ removals }) => removals !== null);
  const seen = looked.flatMap(({ removals }) =>
    removals !== null && 'value' in removals ? [removals.value.findings] : [],
  );
  const findings = seen.flat();
  const isWhole = seen.length === looked.length && findings.every(({ rule }) => rule !== 'unread-source');
  const ended = waivers.filter((waiver) => isExpired(waiver, now));
  const idle = isWhole ? idleWaivers(waivers, findings, now) : [];
  const said = [
    ...ended.map((waiver) => ({
      what: `${describeWaiver(waiver)} has expired`,
      why: `it was valid until ${waiver.expires}`,
      todo: 'fix what it accepted, or agree on a later date; then remove it from the file',
    })),
    ...idle.map((waiver) => ({
      what: `${describeWaiver(waiver)} matches nothing`,
      why: 'no cluster of the plan has such a use',
      todo: 'remove it from the file',
    })),
  ];
  return looked.flatMap(({ name }) =>
    said.map((each) => ({
      ...each,
      check: 'removedApis' as const,
      level: 'warning' as const,
      cluster: name,
      pool: null,
      evidence: [],
    })),
  );
}
