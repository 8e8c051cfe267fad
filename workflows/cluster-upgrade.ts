import { CancellationScope, defineQuery, setHandler } from '@temporalio/workflow';
import type { ClusterReport } from '#domain/campaign/cluster-report.ts';
import { type Failure, failureRules, tellPerson } from '#domain/failure.ts';
import { acknowledgePauses } from './acknowledge-pause.ts';
import { askPerson } from './ask-person.ts';
import { closeCluster } from './close-cluster.ts';
import { listenToCampaign } from './cluster-operator.ts';
import { type ClusterRun, openClusterRun, reportOf } from './cluster-run.ts';
import { type ClusterStep, clusterUpgradeSteps } from './cluster-upgrade-steps.ts';
import { type ClusterOutcome, type ClusterUpgradeInput, queries } from './messages.ts';
import { planSlice } from './plan-slice.ts';
import { publishCluster } from './publish-cluster.ts';
import type { StepResult } from './step-result.ts';

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
    setHandler(clusterReport, () => reportOf(run), {
      description: 'Every step of this cluster and what it waits for',
    });
    publishCluster(run);
    acknowledgePauses(run).catch(() => undefined);
    const outcome = await walk(run);
    publishCluster(run);
    return outcome;
  });
}

/** null: go on. */
type StepEnd = ClusterOutcome | null;

async function walk(run: ClusterRun): Promise<ClusterOutcome> {
  const refused = await takeStep(run, { line: null, run: () => planSlice(run) });
  if (refused !== null) return refused;
  for (const step of clusterUpgradeSteps(run, run.plan!)) {
    const end = await takeStep(run, step);
    if (end !== null) return end;
  }
  const left = run.steps.filter((line) => line.phase === 'Skipped' && line.startedAt !== null);
  if (left.length === 0) return closeCluster(run, 'Completed', null);
  return closeCluster(
    run,
    'CompletedWithFailures',
    `left as they are: ${[...new Set(left.map((line) => line.name))].join(', ')}`,
  );
}

/** Takes a step, again and again if a person says so. */
async function takeStep(run: ClusterRun, step: ClusterStep): Promise<StepEnd> {
  const { line } = step;
  if (line !== null && leaves(run, step)) return null;
  if (line !== null) line.startedAt = run.clock.iso();
  for (;;) {
    if (line !== null) line.phase = 'Running';
    publishCluster(run);
    const result = await step.run();
    const end =
      result.kind === 'failed' ? await onFailure(run, step, result.failure) : await onEnd(run, step, result);
    if (end !== 'again') return end;
    if (line !== null) line.detail = null;
    run.deadline = run.clock.now() + run.input.timeoutMs;
  }
}

async function onEnd(run: ClusterRun, { line }: ClusterStep, result: StepResult): Promise<StepEnd> {
  if (result.kind === 'done') {
    finish(run, line, 'Completed', null);
    return null;
  }
  finish(run, line, 'Aborted', line?.detail ?? null);
  return closeCluster(run, 'Aborted', run.operator.aborted);
}

async function onFailure(
  run: ClusterRun,
  { line }: ClusterStep,
  failure: Failure,
): Promise<StepEnd | 'again'> {
  const told = tellPerson(failure);
  if (line !== null) Object.assign(line, { phase: 'NeedsDecision', detail: told });
  if (failureRules[failure.kind].reaction === 'stop') return closeCluster(run, 'Failed', told);
  if (!run.begun && isLeftByRule(run, failure)) return closeCluster(run, 'Skipped', told, true);
  const decision = await askPerson(run, told, line?.pool ?? null);
  if (decision === null) {
    finish(run, line, 'Aborted', told);
    return closeCluster(run, 'Aborted', run.operator.aborted);
  }
  const because = `skipped by ${decision.by}: ${decision.reason} (${told})`;
  switch (decision.verb) {
    case 'retry':
      return 'again';
    case 'skip-pool':
      if (line?.pool != null) run.operator.leave.set(line.pool, { pool: line.pool, how: 'skip', because });
      finish(run, line, 'Skipped', because);
      return null;
    case 'skip':
      finish(run, line, 'Skipped', told);
      return closeCluster(run, 'Skipped', because);
  }
}

/** Nothing was sent yet, and the file says what becomes of a cluster that is busy or stopped. */
function isLeftByRule({ input: { terms } }: ClusterRun, { kind }: Failure): boolean {
  if (kind === 'busy') return terms.cluster.onBusy.afterwards === 'Skip';
  return kind === 'stopped' && terms.cluster.onStopped === 'Skip';
}

/** A pool that a person wants left is not begun, on any later hop either: it would be too far behind. */
function leaves(run: ClusterRun, { line }: ClusterStep): boolean {
  const leave = line?.pool == null ? undefined : run.operator.leave.get(line.pool);
  if (line === null || leave?.how !== 'skip') return false;
  line.startedAt = run.clock.iso();
  finish(run, line, 'Skipped', leave.because);
  return true;
}

function finish(
  run: ClusterRun,
  line: ClusterStep['line'],
  phase: 'Completed' | 'Aborted' | 'Skipped',
  detail: string | null,
): void {
  if (line === null) return;
  const nodes = phase === 'Completed' ? { ...line.nodes, done: line.nodes.total } : line.nodes;
  Object.assign(line, { phase, detail, nodes, finishedAt: run.clock.iso() });
}
