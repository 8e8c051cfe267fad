import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { readFailure } from '../read-failure.ts';
import { type ClusterRun, openSteps } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/**
 * Plans this cluster again, for the version and hops that the plan pinned, and compares: what was not approved is not
 * carried out. A later attempt keeps the steps of the first. Where nothing is left to do, there is nothing to approve.
 */
export async function planSlice(run: ClusterRun): Promise<StepResult> {
  const { plan, slice: earlier, terms, tested, pace } = run.input;
  if (earlier !== null) return take(run, earlier);
  try {
    const slice = await run.activities.read.planCluster.executeWithOptions(
      { summary: `Plan ${plan.name} again and compare` },
      [{ outline: plan, terms, ...(tested === undefined ? {} : { tested }), pace }],
    );
    if (slice.kind === 'stopped') return failed('stopped', `${plan.name} is stopped.`);
    if (slice.plan.digest !== plan.digest && !isDone(slice.plan))
      return failed('changed-since-planned', slice.difference);
    return take(run, slice.plan);
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

function take(run: ClusterRun, plan: ClusterPlan): StepResult {
  run.plan = plan;
  run.steps = openSteps(plan, run.input.reached);
  return done;
}

function isDone({ blocked, steps }: ClusterPlan): boolean {
  return blocked.length === 0 && steps.every((step) => step.action === 'none');
}
