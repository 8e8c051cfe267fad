import type { Decision, Phase } from '../status/status.ts';
import { describeUndone, type EndedCluster, judgeCampaign } from './result.ts';

export interface CampaignAtEnd {
  /** Why nothing was done at all; null: the campaign ran. */
  readonly refusal: string | null;
  readonly aborted: string | null;
  readonly gateDecision: Decision | null;
  readonly timedOut: boolean;
  /** Why a scheduled run deferred the rest; null: it did not. */
  readonly deferred: string | null;
  readonly clusters: readonly (EndedCluster & { readonly plan: { readonly name: string } })[];
}

export interface CampaignEnd {
  readonly phase: Extract<Phase, 'Completed' | 'CompletedWithFailures' | 'Failed' | 'Aborted'>;
  readonly reason: string | null;
}

/** How a campaign ended, and why. The first reason that holds is given. */
export function judgeCampaignEnd(end: CampaignAtEnd): CampaignEnd {
  if (end.refusal !== null) return { phase: 'Failed', reason: end.refusal };
  if (end.aborted !== null) return { phase: 'Aborted', reason: end.aborted };
  if (end.gateDecision?.verb === 'reject') {
    const { by, target, reason } = end.gateDecision;
    return { phase: 'Aborted', reason: `${target} was rejected by ${by}: ${reason}` };
  }
  const phase = judgeCampaign(end.clusters);
  if (end.timedOut)
    return {
      phase: phase === 'Failed' ? 'Failed' : 'CompletedWithFailures',
      reason: 'the campaign took longer than timeouts.campaign; clusters that had not begun were skipped',
    };
  const undone = describeUndone(end.clusters.map((each) => ({ ...each, name: each.plan.name })));
  return { phase, reason: end.deferred ?? undone };
}
