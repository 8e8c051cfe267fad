import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/** An API server that does not answer for longer needs an operator before anything is sent. */
const patienceMs = 3_600_000;

/**
 * Checks before a step is sent: the whole cluster before its first change, the drain of a pool before each later one, for
 * much may have happened since. What was sent already continues: Azure itself says what blocks it.
 */
export async function preflight(run: ClusterRun, step: PlanStep, maybeSent: boolean): Promise<StepResult> {
  const { plan, begun } = run;
  const policy = policyOf(run);
  if (plan === null || maybeSent) return done;
  if (!begun)
    return check(
      run,
      plan.steps.filter(({ action }) => action !== 'none'),
      null,
    );
  return step.pool === null || policy.drainBlockers === 'Ignore' ? done : check(run, [step], step.pool);
}

/** A forced attempt overrides disruption budgets and removed API versions. */
function policyOf({ input, nextForce }: ClusterRun): PreflightPolicy {
  const { preflight: policy } = input;
  if (nextForce === null) return policy;
  return { ...policy, drainBlockers: 'Ignore', removedApis: 'Ignore' };
}

async function check(run: ClusterRun, steps: readonly PlanStep[], pool: string | null): Promise<StepResult> {
  const { plan, pace, baseline } = run.input;
  const policy = policyOf(run);
  try {
    const counts = run.usageCounts.length > 0 ? { counts: run.usageCounts } : {};
    const answer = await run.activities.probe.preflight.executeWithOptions(
      { summary: `Preflight checks of ${pool ?? plan.name}`, scheduleToCloseTimeout: patienceMs },
      [
        {
          resourceId: plan.resourceId,
          steps,
          policy,
          baseline,
          onlyDrainOf: pool,
          pace,
          ...counts,
        },
      ],
    );
    const { blockers, blocking } = answer;
    run.usageCounts = answer.counts ?? [];
    if (blocking === 0) return done;
    const more = blocking > blockers.length ? `; and ${blocking - blockers.length} more` : '';
    return failed('preflight-blocked', `${blockers.join('; ')}${more}.`);
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}
