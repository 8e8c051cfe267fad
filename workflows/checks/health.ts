import { isCancellation } from '@temporalio/workflow';
import type { HealthAnswer } from '#activities/checks/check-health.ts';
import type { HealthMoment, HealthPolicy, HealthScope } from '#domain/campaign/health-policy.ts';
import type { HealthBaseline } from '#domain/health/health-baseline.ts';
import { describePreExistingIssues, preExistingIssues } from '#domain/health/pre-existing-issues.ts';
import { begunOsChanges } from '#domain/plan/contents/os-changes.ts';
import { cancelWhen } from '../cancel-when.ts';
import { readFailure } from '../read-failure.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { aborted, done, failed, type StepResult } from '../state/step-result.ts';

/** How long the health of a control plane or a whole cluster may take to settle: they have no timeout of their own. */
const clusterSettlesWithinMs = 3 * 3_600_000;

const hour = 3_600_000;
const year = 366 * 24 * hour;

/** The health of what one step touches, from before it is sent to the end of its soak. */
export interface StepHealth {
  /** Right before the step is sent; once that may have been done, the baseline stays. */
  readonly takeBaseline: (maybeSent: boolean) => Promise<StepResult>;
  /** What is worse than its baseline and stays so is a failure. Done where no baseline was taken. */
  readonly judge: (moment: HealthMoment) => Promise<StepResult>;
  /** Whether health is checked throughout a soak. */
  readonly isWatched: () => boolean;
  /** Checks until an instant (campaign time, ms), until `isOver` holds, or until health is worse. */
  readonly watch: (until: number, isOver: () => boolean) => Promise<StepResult>;
}

/** Of one pool, by a baseline of its own. */
export function healthOfPool(run: ClusterRun, pool: string, timeoutMs: number): StepHealth {
  return stepHealth(run, pool, timeoutMs, (maybeSent) =>
    maybeSent && run.baselines.has(pool) ? [] : [pool, ...missingOfCluster(run)],
  );
}

/** Of the whole cluster, by the baseline from before its first change. */
export function healthOfCluster(run: ClusterRun): StepHealth {
  return stepHealth(run, null, clusterSettlesWithinMs, () => missingOfCluster(run));
}

function missingOfCluster({ baselines, begun }: ClusterRun): readonly HealthScope[] {
  return begun && baselines.has(null) ? [] : [null];
}

function stepHealth(
  run: ClusterRun,
  scope: HealthScope,
  timeoutMs: number,
  missing: (maybeSent: boolean) => readonly HealthScope[],
): StepHealth {
  const policy = run.input.health;
  const observe = async (until: number | null, isOver: () => boolean): Promise<StepResult> => {
    const baseline = run.baselines.get(scope);
    if (baseline === undefined) return done;
    return observeHealth(run, { policy, scope, baseline, timeoutMs, until, isOver });
  };
  return {
    takeBaseline: async (maybeSent) => {
      const scopes = missing(maybeSent);
      if (policy.at.length === 0 || scopes.length === 0) return done;
      return takeBaselines(run, policy, scopes);
    },
    judge: async (moment) =>
      policy.at.includes(moment) ? observe(null, () => isStopping(run.operator)) : done,
    isWatched: () => run.baselines.has(scope) && policy.at.includes('DuringSoak'),
    watch: observe,
  };
}

async function takeBaselines(
  run: ClusterRun,
  { checks }: HealthPolicy,
  scopes: readonly HealthScope[],
): Promise<StepResult> {
  const take = () =>
    run.activities.probe.takeBaseline.executeWithOptions(
      { summary: 'Take the health baseline', scheduleToCloseTimeout: hour },
      [{ ...clusterInput(run), checks, scopes }],
    );
  try {
    const taken = await cancelWhen(() => isStopping(run.operator), take);
    for (const [index, scope] of scopes.entries()) run.baselines.set(scope, taken[index]!);
    if (scopes.includes(null)) notePreExistingIssues(run);
    return done;
  } catch (thrown) {
    return isCancellation(thrown) ? aborted : { kind: 'failed', failure: readFailure(thrown) };
  }
}

/** Of the cluster as a whole: its pools are parts of it. */
function notePreExistingIssues(run: ClusterRun): void {
  const baseline = run.baselines.get(null);
  run.preExistingIssues = baseline === undefined ? null : preExistingIssues(baseline, changedBy(run));
  if (run.preExistingIssues !== null)
    noteOfCluster(run, 'pre-existing-issues', null, describePreExistingIssues(run.preExistingIssues));
}

/** null: the campaign has not changed the cluster yet. */
function changedBy({ begun, operator, input: { changedByAttempt } }: ClusterRun): string | null {
  const skipped = [...operator.poolOrders.values()].filter(({ how }) => how === 'skip').at(-1);
  if (begun) return skipped === undefined ? 'its first changes' : `${skipped.pool} was skipped`;
  return changedByAttempt === null ? null : `attempt ${changedByAttempt}`;
}

interface Check {
  readonly policy: HealthPolicy;
  readonly scope: HealthScope;
  readonly baseline: HealthBaseline;
  readonly timeoutMs: number;
  readonly until: number | null;
  readonly isOver: () => boolean;
}

/** THE place where a health check becomes the end of a step. */
async function observeHealth(run: ClusterRun, check: Check): Promise<StepResult> {
  try {
    const verdict = await cancelWhen(check.isOver, () => checkHealth(run, check));
    run.toleratedIssues = verdict.kind === 'go-on' ? (verdict.evidence?.join('; ') ?? null) : null;
    if (verdict.kind === 'go-on') return done;
    const changes = begunOsChanges(run.plan?.steps ?? [], run.steps, check.scope);
    return failed(verdict.because, `${[...verdict.evidence, ...changes].join('; ')}.`);
  } catch (thrown) {
    if (!isCancellation(thrown)) return { kind: 'failed', failure: readFailure(thrown) };
    return isStopping(run.operator) ? aborted : done;
  }
}

function checkHealth(run: ClusterRun, check: Check): Promise<HealthAnswer> {
  const { policy, scope, baseline, timeoutMs, until } = check;
  const from = Math.max(run.clock.now(), until ?? 0);
  const deadline = Math.min(from + timeoutMs, Math.max(run.deadline, from));
  const summary = `Check the health of ${scope ?? run.input.plan.name} against its baseline`;
  // A soak may be long; a worker that hangs is found by its heartbeat.
  const patience = { startToCloseTimeout: year, scheduleToCloseTimeout: year };
  return run.activities.probe.checkHealth.executeWithOptions({ summary, ...patience }, [
    { ...clusterInput(run), policy, scope, baseline, deadline, until },
  ]);
}

function clusterInput({ input: { plan, tuning, pace } }: ClusterRun) {
  const { pollMs, pollFloorMs } = tuning;
  return { resourceId: plan.resourceId, pollMs, pollFloorMs, pace };
}
