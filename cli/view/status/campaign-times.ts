import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, StageStatus } from '#domain/status/status.ts';

export interface Span {
  readonly startedAt: string | null;
  /** null: running, or unknown. */
  readonly finishedAt: string | null;
}

/** From the first start of a stage's clusters to the start of the next stage or the campaign's end, soak and gate included. */
export function stageSpan(stage: StageStatus, { stages, finishedAt }: CampaignStatus): Span {
  const startedAt = firstStart(stage);
  if (!isOver(stage.phase)) return { startedAt, finishedAt: null };
  const later = stages.slice(stages.indexOf(stage) + 1).flatMap((each) => firstStart(each) ?? []);
  return { startedAt, finishedAt: earliest(later) ?? finishedAt };
}

function firstStart({ clusters }: StageStatus): string | null {
  return earliest(clusters.flatMap(({ startedAt }) => startedAt ?? []));
}

function earliest(moments: readonly string[]): string | null {
  return moments.toSorted()[0] ?? null;
}
