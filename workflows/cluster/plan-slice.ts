import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import { readFailure } from '../read-failure.ts';
import { type ClusterRun, openSteps } from '../state/cluster-run.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/**
 * Plans this one cluster again, for the version and the hops that the plan pinned, and compares: what nobody
 * agreed to is not carried out. Another turn keeps to the steps of the first, whatever of them is done by now. Where somebody else has done it all meanwhile, there is nothing to agree to.
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
  run.steps = openSteps(plan);
  return done;
}

function isDone({ blocked, steps }: ClusterPlan): boolean {
  return blocked.length === 0 && steps.every((step) => step.action === 'none');
}
