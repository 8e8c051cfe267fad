import { type ClusterAtWork, runningOrWaiting } from '#domain/status/running-or-waiting.ts';
import type { CampaignRow } from '../view/status/campaign-table.ts';

/** A cluster workflow that runs, as Temporal lists it. */
export interface ListedCluster extends ClusterAtWork {
  readonly campaign: string;
  readonly needsAttention: boolean;
}

/** The row with what its clusters wait for: a campaign publishes only its own waits. */
export function withClusterWaits(row: CampaignRow, listed: readonly ListedCluster[]): CampaignRow {
  // Clusters of a campaign that Temporal ended may run on for a while.
  const own = listed.filter(({ campaign }) => row.finishedAt === null && campaign === row.name);
  const kinds = [...new Set(own.flatMap(({ waitingFor }) => waitingFor ?? []))];
  return {
    ...row,
    phase: row.phase === null ? null : runningOrWaiting(row.phase, own),
    waitingFor: row.waitingFor ?? (kinds.join(', ') || null),
    needsAttention: row.needsAttention || own.some(({ needsAttention }) => needsAttention),
  };
}
