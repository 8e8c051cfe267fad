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
  /** The steps to check for. */
  readonly steps: readonly PlanStep[];
  readonly policy: PreflightPolicy;
  readonly baseline: PosturePolicy;
  /** Only the drain of this pool; null: the whole cluster. */
  readonly onlyDrainOf: string | null;
  /** What the previous check counted of requests to API versions that are removed; absent: there was none. */
  readonly counts?: readonly UsageCount[];
}

export interface PreflightAnswer {
  /** The first sentences of what blocks; empty: nothing does. */
  readonly blockers: readonly string[];
  /** How many there are. */
  readonly blocking: number;
  /** What the next check needs from this one. */
  readonly counts?: readonly UsageCount[];
}

const mostShown = 3;

/**
 * Checks a cluster before a change; nothing is changed. What cannot be read does not block, except the callers of
 * API versions that are removed.
 */
export function preflight(gateways: Gateways) {
  return async (input: PreflightInput): Promise<PreflightAnswer> => {
    const { resourceId, steps, onlyDrainOf, baseline, pace, counts: known = [] } = input;
    const policy = holdingPart(input.policy);
    const work = { signal: cancellationSignal(), onRequest: () => heartbeat() };
    const now = campaignNow(pace);
    const cluster = await gateways.azure.inspectCluster(resourceId, work.signal);
    const readings = await readPreflight(gateways, {
      cluster,
      steps,
      policy,
      onlyDrain: onlyDrainOf !== null,
      work,
      isTolerated: ({ kind }) => failureRules[kind].reaction !== 'retry' && !work.signal.aborted,
      now,
      known,
    });
    const findings = judgePreflight({ cluster, steps, policy, readings, onlyDrainOf, baseline, now });
    const blockers = findings.filter(({ level }) => level === 'blocker').map(describeFinding);
    const counts = valueOr(readings.removals, null)?.counts ?? known;
    return {
      blockers: blockers.slice(0, mostShown),
      blocking: blockers.length,
      ...(counts.length > 0 && { counts }),
    };
  };
}
