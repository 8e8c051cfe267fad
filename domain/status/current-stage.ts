import type { CampaignStatus, Phase, StageStatus } from './status.ts';

const underWay: ReadonlySet<Phase> = new Set<Phase>(['Running', 'Waiting', 'Paused', 'NeedsDecision']);

/** The stage at which a campaign stands, or stood when it ended before all were completed; undefined: none. Stages follow one another. */
export function currentStage({
  phase,
  stages,
}: Pick<CampaignStatus, 'phase' | 'stages'>): StageStatus | undefined {
  const now = stages.findLast((stage) => underWay.has(stage.phase));
  if (now !== undefined || phase === 'Completed') return now;
  return stages.findLast(
    (stage) =>
      stage.phase !== 'Skipped' &&
      stage.clusters.some(({ startedAt, finishedAt }) => (startedAt ?? finishedAt) !== null),
  );
}
