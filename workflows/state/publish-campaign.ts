import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import { campaignPage } from '../page/campaign-page.ts';
import { changedAttributes, keys } from '../search-attributes.ts';
import type { CampaignRun } from './campaign-run.ts';
import { failedCount, isAtLocks, pauseWait, phaseOf, sizeOf, statusOf } from './campaign-status.ts';

/**
 * Shows the campaign in the Temporal UI: search attributes for lists (only what changed), a page for anyone who opens it. When it
 * began and ended stands in its memo, in its own time: a list knows no more than the times of its workflow's last run.
 */
export function publishCampaign(run: CampaignRun): void {
  const waiting = waitingKind(run);
  const pairs = changedAttributes(workflowInfo().typedSearchAttributes, [
    { key: keys.DrydockPhase, value: phaseOf(run) },
    { key: keys.DrydockStage, value: run.stage },
    { key: keys.DrydockWaitingFor, value: waiting },
    {
      key: keys.DrydockNeedsAttention,
      value: waiting === 'gate' || waiting === 'paused' || waiting === 'decision',
    },
    { key: keys.DrydockFailed, value: failedCount(run) },
    { key: keys.DrydockTargetVersion, value: sizeOf(run).target },
  ]);
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  const { memo = {} } = workflowInfo();
  const finishedAt = run.result?.at;
  if (memo.startedAt !== run.startedAt || memo.finishedAt !== finishedAt)
    upsertMemo({ startedAt: run.startedAt, ...(finishedAt === undefined ? {} : { finishedAt }) });
  setCurrentDetails(campaignPage(statusOf(run), run.input.carried === null ? null : run.plan));
}

function waitingKind(run: CampaignRun): string | null {
  if (run.result !== null) return null;
  if (run.clusters.some((cluster) => cluster.phase === 'NeedsDecision')) return 'decision';
  if (pauseWait(run).length > 0) return 'paused';
  return run.waitingFor?.kind ?? (isAtLocks(run.clusters.filter(isRunning)) ? 'lock' : null);
}
