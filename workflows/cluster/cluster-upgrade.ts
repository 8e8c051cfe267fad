import { CancellationScope, defineQuery, setHandler } from '@temporalio/workflow';
import { decideClusterEnd } from '#domain/outcome/cluster-end.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { queries } from '#protocol/workflow-types.ts';
import { closeAs } from '../close-as.ts';
import { listenToCampaign } from '../state/cluster-operator.ts';
import { type ClusterRun, openClusterRun, reportOf } from '../state/cluster-run.ts';
import { listenToPoolOrders } from '../state/pool-orders.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import { acknowledgePauses } from '../waits/acknowledge-pause.ts';
import { closeCluster } from './close-cluster.ts';
import { clusterUpgradeSteps } from './cluster-upgrade-steps.ts';
import { obeyRollback } from './obey-rollback.ts';
import { planSlice } from './plan-slice.ts';
import { recordOutcome } from './record-outcome.ts';
import { refuseStranger } from './refuse-stranger.ts';
import { takeStep } from './take-step.ts';

const clusterReport = defineQuery<ClusterReport>(queries.clusterReport);

/**
 * Carries one cluster through its slice of the plan. Its workflow id is the cluster's lock. What fails is put to an
 * operator, what is aborted is aborted in Azure too; it throws its outcome, or as `refuseStranger`.
 */
export async function clusterUpgrade(input: ClusterUpgradeInput): Promise<ClusterOutcome> {
  refuseStranger(input);
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
    return closeAs(outcome);
  });
}

async function walk(run: ClusterRun): Promise<ClusterOutcome> {
  const refused = await takeStep(run, { state: null, run: () => planSlice(run) });
  if (refused !== null) return refused;
  const plan = run.plan!;
  for (const step of clusterUpgradeSteps(run, plan)) {
    const end = await takeStep(run, step);
    if (end !== null) return end;
  }
  const rolledBack = await obeyRollback(run, null);
  if (rolledBack !== null) return rolledBack;
  const { phase, reason } = decideClusterEnd({
    steps: run.steps,
    skips: [...run.operator.poolOrders.values()].filter(({ how }) => how === 'skip').map(({ pool }) => pool),
    blocked: [...(plan.blockedPools ?? []), ...run.blockedPools],
    approved: run.input.plan.blockReasons ?? [],
    defersBlocked: run.input.defersBlocked,
    begun: run.begun,
    rebooted: run.rebooted,
    idle: run.idle,
  });
  return closeCluster(run, phase, reason);
}
