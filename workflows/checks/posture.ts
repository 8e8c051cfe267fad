import { readFailure } from '../read-failure.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { showCluster } from '../state/publish-cluster.ts';
import { done, failed, type StepResult } from '../state/step-result.ts';

/** An API server or an Azure that does not answer for longer needs an operator. */
const patienceMs = 3_600_000;

/** Audits the cluster right before its first change; once that may have been sent, the snapshot stays. */
export async function takePosture(run: ClusterRun, maybeSent: boolean): Promise<StepResult> {
  const { baseline } = run.input;
  const isTouched = maybeSent || isBegun(run);
  if (!baseline.noRegression || isTouched) return done;
  try {
    const taken = await run.activities.probe.takePosture.executeWithOptions(
      { summary: 'Audit the cluster before its upgrade', scheduleToCloseTimeout: patienceMs },
      [auditInput(run)],
    );
    run.postureBefore = taken.snapshot;
    run.posture = taken.report;
    return done;
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

/** After its last change: a control that got worse, or can no longer be evaluated, is a failure. */
export async function judgePosture(run: ClusterRun): Promise<StepResult> {
  const { plan } = run.input;
  const before = run.postureBefore;
  if (before === null || !isBegun(run)) return done;
  try {
    const report = await run.activities.probe.judgePosture.executeWithOptions(
      { summary: `Check ${plan.name} for security regressions`, scheduleToCloseTimeout: patienceMs },
      [{ ...auditInput(run), before }],
    );
    run.posture = report;
    showCluster(run);
    const { worse, lost } = report;
    if (worse.count > 0) return failed('posture-worse', `${describeList(worse)}.`);
    return lost.count > 0 ? failed('posture-lost', `${describeList(lost)}.`) : done;
  } catch (thrown) {
    return { kind: 'failed', failure: readFailure(thrown) };
  }
}

/** What was adopted from an earlier attempt was not begun by this one. */
function isBegun({ begun, steps }: ClusterRun): boolean {
  return begun || steps.some(({ phase }) => phase === 'Completed');
}

/** Waivers end by the campaign's clock at the moment of each audit. */
function auditInput({ input, clock }: ClusterRun) {
  const { plan, baseline: policy, pace, tuning } = input;
  const { pollMs, pollFloorMs } = tuning;
  return { resourceId: plan.resourceId, policy, now: clock.now(), pollMs, pollFloorMs, pace };
}

function describeList({
  count,
  first,
}: {
  readonly count: number;
  readonly first: readonly string[];
}): string {
  const more = count > first.length ? `; and ${count - first.length} more` : '';
  return `${first.join('; ')}${more}`;
}
