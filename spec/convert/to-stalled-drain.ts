import type { StalledDrainPolicy } from '#domain/rolling-upgrade/stalled-drain.ts';
import type { CampaignFile } from '../schema/campaign-file.ts';

type NodePools = CampaignFile['spec']['nodePools'];

export function toStalledDrain(written: NodePools['defaults']['stalledDrain']): StalledDrainPolicy {
  const { notifyAfter, then: afterwards, after } = written;
  return { notifyAfterMs: notifyAfter, afterwards, afterMs: after };
}

/** Only what is written. */
export function toStalledDrainOverride(
  written: NonNullable<NodePools['overrides'][number]['stalledDrain']>,
): Partial<StalledDrainPolicy> {
  const { notifyAfter, then: afterwards, after } = written;
  return {
    ...(notifyAfter === undefined ? {} : { notifyAfterMs: notifyAfter }),
    ...(afterwards === undefined ? {} : { afterwards }),
    ...(after === undefined ? {} : { afterMs: after }),
  };
}
