import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { PosturePolicy } from '#domain/audit/posture/posture-policy.ts';
import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import { failureRules } from '#domain/failure.ts';
import { valueOr } from '#domain/observation.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { holdingPart } from '#domain/preflight/findings/apply-preflight-policy.ts';
import { describeFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { judgePreflight } from '#domain/preflight/judge-preflight.ts';
import type { UsageCount } from '#domain/removal/usage/usage-count.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readPreflight } from '#procedures/read/read-preflight.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface PreflightInput extends PacedInput {
  readonly resourceId: string;
  /** What is about to be done. */
  readonly steps: readonly PlanStep[];
  readonly policy: PreflightPolicy;
  readonly baseline: PosturePolicy;
  /** Only the drain of this pool; null: the whole cluster. */
  readonly onlyDrainOf: string | null;
  /** What the look before remembered of who uses API versions that end; absent: there was none. */
  readonly counts?: readonly UsageCount[];
}

export interface PreflightAnswer {
  /** The first sentences of what stands in the way; none: nothing does. */
  readonly blockers: readonly string[];
  /** How many there are. */
  readonly blocking: number;
  /** What the next look is to know of this one. */
  readonly counts?: readonly UsageCount[];
}

const mostTold = 3;

/**
 * Looks at a cluster before something is done to it; nothing is changed. What may not be seen does not block, but for who uses
 * API versions that end.
 */
export function preflight(gateways: Gateways) {
  return async (input: PreflightInput): Promise<PreflightAnswer> => {
    const { resourceId, steps, onlyDrainOf, baseline, pace, counts: known = [] } = input;
    const policy = holdingPart(input.policy);
    const work = { signal: cancellationSignal(), onRequest: () => heartbeat() };
    const now = campaignNow(pace);
    const cluster = await gateways.azure.inspectCluster(resourceId, work.signal);
    const beforehand = await readPreflight(gateways, {
      cluster,
      steps,
      policy,
      onlyDrain: onlyDrainOf !== null,
      work,
      isTolerated: ({ kind }) => failureRules[kind].reaction !== 'retry' && !work.signal.aborted,
      now,
      known,
    });
    const findings = judgePreflight({ cluster, steps, policy, beforehand, onlyDrainOf, baseline, now });
    const blockers = findings.filter(({ level }) => level === 'blocker').map(describeFinding);
    const counts = valueOr(beforehand.removals, null)?.counts ?? known;
    return {
      blockers: blockers.slice(0, mostTold),
      blocking: blockers.length,
      ...(counts.length > 0 && { counts }),
    };
  };
}
