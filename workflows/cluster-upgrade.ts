import { CancellationScope, defineQuery, setHandler } from '@temporalio/workflow';
import { settingCommand } from '#domain/campaign/az-command.ts';
import type { UpgradeSettings } from '#domain/campaign/campaign.ts';
import type { ClusterReport } from '#domain/campaign/cluster-report.ts';
import type { NotRestored } from '#domain/campaign/status.ts';
import { failureRules, tellFailure } from '#domain/failure.ts';
import { acknowledgePauses } from './acknowledge-pause.ts';
import { askPerson } from './ask-person.ts';
import { listenToCampaign } from './cluster-operator.ts';
import { type ClusterRun, openClusterRun, reportOf } from './cluster-run.ts';
import { type ClusterStep, clusterUpgradeSteps } from './cluster-upgrade-steps.ts';
import { type ClusterOutcome, type ClusterUpgradeInput, queries } from './messages.ts';
import { publishCluster } from './publish-cluster.ts';
import { putBackSettings } from './put-back-settings.ts';

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

async function walk(run: ClusterRun): Promise<ClusterOutcome> {
  for (const step of clusterUpgradeSteps(run)) {
    const outcome = await takeStep(run, step);
    if (outcome !== null) return outcome;
  }
  return await close(run, 'Completed', null);
}

/** Takes a step, again and again if a person says so; null: it is done. */
async function takeStep(run: ClusterRun, { line, run: take }: ClusterStep): Promise<ClusterOutcome | null> {
  if (line !== null) line.startedAt = run.clock.iso();
  for (;;) {
    if (line !== null) line.phase = 'Running';
    publishCluster(run);
    const result = await take();
    if (result.kind === 'done') {
      finish(run, line, 'Completed', null);
      return null;
    }
    if (result.kind === 'aborted') {
      finish(run, line, 'Aborted', line?.detail ?? null);
      return await close(run, 'Aborted', run.operator.aborted);
    }
    const told = tellFailure(result.failure);
    if (line !== null) Object.assign(line, { phase: 'NeedsDecision', detail: told });
    if (failureRules[result.failure.kind].reaction === 'stop') return await close(run, 'Failed', told);
    const decision = await askPerson(run, told);
    if (decision === null) {
      finish(run, line, 'Aborted', told);
      return await close(run, 'Aborted', run.operator.aborted);
    }
    if (decision.verb === 'skip') {
      finish(run, line, 'Skipped', told);
      return await close(run, 'Skipped', `skipped by ${decision.by}: ${decision.reason} (${told})`);
    }
    if (line !== null) line.detail = null;
    run.deadline = run.clock.now() + run.input.timeoutMs;
  }
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

/** Whatever can be put back is; the rest is listed with the command that does it. */
async function close(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
): Promise<ClusterOutcome> {
  for (const pool of run.owed.keys()) {
    const line = run.steps.find((each) => each.pool === pool)!;
    const { detail } = line;
    await putBackSettings(run, pool, line, 0);
    line.detail = detail;
  }

  run.phase = phase;
  run.reason = reason;
  run.notRestored = [...run.owed].flatMap(([pool, settings]) => notRestored(run, pool, settings));
  return { phase, reason, notRestored: run.notRestored };
}

function notRestored(run: ClusterRun, pool: string, settings: UpgradeSettings): readonly NotRestored[] {
  const { name, resourceId } = run.input.plan;
  return Object.entries(settings).map(([setting, value]) => ({
    cluster: name,
    pool,
    setting,
    value: String(value),
    command: settingCommand(resourceId, pool, setting as keyof UpgradeSettings, value),
  }));
}
