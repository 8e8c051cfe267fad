import { CancellationScope, defineQuery, setHandler } from '@temporalio/workflow';
import { describeCause, describeForOperator, type Failure, failureRules } from '#domain/failure.ts';
import { mayForceHelp } from '#domain/gate/force.ts';
import { describeSkippedByRule } from '#domain/nightly/scheduled-run-messages.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import { queries } from '#protocol/workflow-types.ts';
import { isSkipped, isStopping, listenToCampaign } from '../state/cluster-operator.ts';
import {
  type ClusterRun,
  openClusterRun,
  reportOf,
  restartDeadline,
  type StepState,
} from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { listenToPoolOrders } from '../state/pool-orders.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import type { StepResult } from '../state/step-result.ts';
import { acknowledgePauses } from '../waits/acknowledge-pause.ts';
import { askPerson } from '../waits/ask-person.ts';
import { cleanUp } from './clean-up-quarantined.ts';
import { closeCluster } from './close-cluster.ts';
import { type ClusterStep, clusterUpgradeSteps } from './cluster-upgrade-steps.ts';
import { type AfterFailedStep, assessFailure, describeAbortedPool } from './failed-pool.ts';
import { withForce } from './force-upgrade.ts';
import { planSlice } from './plan-slice.ts';
import { recordOutcome } from './record-outcome.ts';
import { rollBack } from './roll-back-pools.ts';

const clusterReport = defineQuery<ClusterReport>(queries.clusterReport);

/**
 * Carries one cluster through its slice of the plan. Its workflow id is the cluster's lock. Returns an outcome,
 * never a surprise: what fails leads to a person, what is aborted is aborted in Azure too.
 */
export async function clusterUpgrade(input: ClusterUpgradeInput): Promise<ClusterOutcome> {
  const operator = listenToCampaign();
  // Cancellation becomes an abort (see listenToCampaign), so nothing below may be cut off half way.
  return CancellationScope.nonCancellable(async () => {
    const run = openClusterRun(input, operator);
    listenToPoolOrders(run);
    setHandler(clusterReport, () => reportOf(run), {
      description: 'Every step of this cluster and what it waits for',
    });
    publishCluster(run);
    acknowledgePauses(run).catch(() => undefined);
    const outcome = await walk(run);
    publishCluster(run);
    await recordOutcome(run, outcome);
    return outcome;
  });
}

/** null: go on. */
type StepEnd = ClusterOutcome | null;

async function walk(run: ClusterRun): Promise<ClusterOutcome> {
  const refused = await takeStep(run, { state: null, run: () => planSlice(run) });
  if (refused !== null) return refused;
  for (const step of clusterUpgradeSteps(run, run.plan!)) {
    const end = await takeStep(run, step);
    if (end !== null) return end;
  }
  const last = await obeyRollback(run, null);
  if (last !== null) return last;
  const left = run.steps.filter((state) => state.phase === 'Skipped' && state.startedAt !== null);
  if (left.length === 0) return closeDone(run);
  return closeCluster(
    run,
    'CompletedWithFailures',
    `left as they are: ${[...new Set(left.map((state) => state.name))].join(', ')}`,
  );
}

/** Why nothing was done is told, and how many nodes were rebooted. Pools whose image is held back were agreed to be, or are left for a later run; else somebody has to know. */
function closeDone(run: ClusterRun): Promise<ClusterOutcome> {
  const held = [...(run.plan?.held ?? []), ...run.held];
  if (held.length === 0) {
    const told = run.begun && run.rebooted.length === 0 ? [] : [...run.rebooted, ...run.idle];
    return closeCluster(run, 'Completed', told.join('; ') || null);
  }
  const { plan, defersBlocked } = run.input;
  const isExpected = defersBlocked || held.every(({ because }) => plan.held?.includes(because) === true);
  const told = held.map(({ pool, because }) => `${pool} blocked: ${because}`).join('; ');
  return closeCluster(run, isExpected ? 'Completed' : 'CompletedWithFailures', told);
}

/** Takes a step, again and again if a person says so. */
async function takeStep(run: ClusterRun, step: ClusterStep): Promise<StepEnd> {
  const { state } = step;
  // What was allowed for an attempt that never came is not for the next step.
  run.nextForce = null;
  if (state !== null && skipsPool(run, step)) return null;
  if (state !== null) state.startedAt = run.clock.iso();
  let stood: string | null = null;
  for (;;) {
    const ordered = await obeyRollback(run, stood);
    if (ordered !== null) return ordered;
    if (state !== null && skipsPool(run, step)) return null;
    if (state !== null) state.phase = 'Running';
    publishCluster(run);
    const { nextForce } = run;
    const result =
      state === null || nextForce === null
        ? await step.run()
        : await withForce(run, state, nextForce, step.run);
    if (result.kind !== 'done' && isLeftMeanwhile(run, state) && skipsPool(run, step)) return null;
    const end = await onResult(run, step, result);
    if (end !== 'again') return end;
    stood = state?.detail ?? null;
    if (state !== null) state.detail = null;
    restartDeadline(run);
  }
}

/** A way back that is ordered meanwhile comes before whatever the step came to. */
async function onResult(run: ClusterRun, step: ClusterStep, result: StepResult): Promise<StepEnd | 'again'> {
  const { aborted, rollBack: ordered } = run.operator;
  if (result.kind !== 'done' && aborted === null && ordered !== null) return 'again';
  return result.kind === 'failed' ? onFailure(run, step, result) : onEnd(run, step, result);
}

/** null: none is ordered, or it was refused and a person said to go on. `stood`: why a person was asked before. */
async function obeyRollback(run: ClusterRun, stood: string | null): Promise<StepEnd> {
  while (run.operator.rollBack !== null && run.operator.aborted === null) {
    const order = run.operator.rollBack;
    run.operator.rollBack = null;
    const end = await rollBack(run, order);
    if (end.kind === 'closed') return end.outcome;
    // A way back that is refused changes nothing of why the cluster stands.
    const refused = sentences(end.because, end.advice);
    const asked = stood === null ? refused : `${refused} Before that: ${stood}`;
    const decision = await askPerson(run, asked, {
      happened: end.because,
      pool: order.pool,
      mayCleanUp: false,
    });
    if (decision === null) return closeCluster(run, 'Aborted', run.operator.aborted);
    if (decision.verb === 'skip') return closeCluster(run, 'Skipped', skipped(decision, end.because));
    if (decision.verb === 'skip-pool' && order.pool !== null)
      run.operator.poolOrders.set(order.pool, {
        pool: order.pool,
        how: 'skip',
        because: skipped(decision, end.because),
      });
  }
  return null;
}

function sentences(...told: readonly (string | undefined)[]): string {
  return told.filter((each) => each !== undefined && each !== '').join(' ');
}

function skipped({ by, reason }: DecideSignal, told: string): string {
  return `skipped by ${by}: ${reason} (${told})`;
}

async function onEnd(run: ClusterRun, { state }: ClusterStep, result: StepResult): Promise<StepEnd> {
  if (result.kind === 'done') {
    finish(run, state, 'Completed', run.toleratedIssues ?? mismatchOf(run, state));
    run.toleratedIssues = null;
    return null;
  }
  if (result.kind === 'blocked') {
    if (state?.pool != null) run.held.push({ pool: state.pool, because: result.because });
    finish(run, state, 'Skipped', `blocked: ${result.because}`);
    if (state !== null) state.startedAt = null;
    return null;
  }
  finish(run, state, 'Aborted', await describeAbortedPool(run, state));
  return closeCluster(run, 'Aborted', run.operator.aborted);
}

async function onFailure(
  run: ClusterRun,
  step: ClusterStep,
  result: StepResult & { kind: 'failed' },
): Promise<StepEnd | 'again'> {
  const { state } = step;
  const { failure, decided } = result;
  const told = describeForOperator(failure);
  if (state !== null) Object.assign(state, { phase: 'NeedsDecision', detail: told });
  if (failureRules[failure.kind].reaction === 'stop') return closeCluster(run, 'Failed', told);
  if (!run.begun && isSkippedByRule(run, failure))
    return closeCluster(
      run,
      'Skipped',
      describeSkippedByRule(failure, run.input.scheduledRun !== undefined),
      true,
    );
  const next: AfterFailedStep =
    decided === undefined ? await assessFailure(run, state, result) : { do: 'ask', found: '' };
  const asked = sentences(told, next.found, next.advice);
  // What is told once that is settled: no advice that nobody can follow any more.
  const happened = sentences(describeCause(failure), next.found);
  if (state !== null) state.detail = asked;
  if (next.do === 'roll-back') {
    const because = `rollback.nodePools: OnFailure. ${happened}`;
    noteOfCluster(run, 'rollback-begun', state?.pool ?? null, because);
    run.operator.rollBack ??= { pool: state?.pool ?? null, because };
  }
  if (next.do === 'roll-back' || next.do === 'again') return 'again';
  const pool = state?.pool ?? null;
  const decision =
    decided ??
    (await askPerson(run, asked, {
      happened,
      pool,
      ...(state === null ? {} : { step: state.name }),
      mayRollBack: next.do === 'offer',
      ...(next.quarantined === undefined ? {} : { mayCleanUp: next.quarantined }),
      mayForce: run.input.mayForce && state !== null && mayForceHelp(failure.kind),
    }));
  if (decision === null) {
    finish(run, state, 'Aborted', happened);
    return closeCluster(run, 'Aborted', run.operator.aborted);
  }
  if (decision.verb === 'force') {
    const { forMs = 0, by, reason } = decision;
    run.nextForce = { forMs, by, reason };
  }
  if (decision.verb === 'roll-back' || decision.verb === 'retry' || decision.verb === 'force') return 'again';
  if (decision.verb === 'clean-up') return cleanUpAndRetry(run, step);
  const because = skipped(decision, happened);
  switch (decision.verb) {
    case 'skip-pool':
      if (state?.pool != null)
        run.operator.poolOrders.set(state.pool, { pool: state.pool, how: 'skip', because });
      finish(run, state, 'Skipped', because);
      // What an operator skips counts as normal from here on.
      run.baselines.delete(null);
      return null;
    case 'skip':
      finish(run, state, 'Skipped', happened);
      return closeCluster(run, 'Skipped', because);
  }
}

/** What the clean-up itself runs into is asked about like any failure of the step. */
async function cleanUpAndRetry(run: ClusterRun, step: ClusterStep): Promise<StepEnd | 'again'> {
  const { state } = step;
  if (state === null || !isOfPool(state)) return 'again';
  state.phase = 'Running';
  publishCluster(run);
  const result = await cleanUp(run, state);
  return result.kind === 'done' ? 'again' : onResult(run, step, result);
}

/** An image that the stage before has not run. */
function mismatchOf({ plan }: ClusterRun, state: StepState | null): string | null {
  const step = plan?.steps.find(
    ({ action, pool }) => action === 'upgrade-node-image' && pool === state?.pool,
  );
  return state?.version === undefined ? null : (step?.reason ?? null);
}

function isOfPool(state: StepState): state is StepState & { readonly pool: string } {
  return state.pool !== null;
}

/** Nothing was sent yet, and the file says what becomes of a cluster that is busy or stopped. */
function isSkippedByRule({ input: { terms } }: ClusterRun, { kind }: Failure): boolean {
  if (kind === 'busy') return terms.cluster.onBusy.afterwards === 'Skip';
  return kind === 'stopped' && terms.cluster.onStopped === 'Skip';
}

/** While it was held back, before anything of it was sent. */
function isLeftMeanwhile({ operator }: ClusterRun, state: StepState | null): boolean {
  return state !== null && isSkipped(operator, state.pool) && !isStopping(operator);
}

/** A pool that a person wants left is not begun, on any later hop either: it would be too far behind. */
function skipsPool(run: ClusterRun, { state }: ClusterStep): boolean {
  const order = state?.pool == null ? undefined : run.operator.poolOrders.get(state.pool);
  if (state === null || order?.how !== 'skip') return false;
  state.startedAt = run.clock.iso();
  finish(run, state, 'Skipped', order.because);
  return true;
}

function finish(
  run: ClusterRun,
  state: ClusterStep['state'],
  phase: 'Completed' | 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  if (state === null) return;
  const nodes = phase === 'Completed' ? { ...state.nodes, done: state.nodes.total } : state.nodes;
  if (phase === 'Completed' && state.pool !== null) state.end = 'Succeeded';
  const ended = phase === 'Aborted' ? (endOfDeferral(run)?.phase ?? phase) : phase;
  Object.assign(state, { phase: ended, detail, nodes, finishedAt: run.clock.iso() });
}
