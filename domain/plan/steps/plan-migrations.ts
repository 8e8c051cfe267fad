import type { ClusterTerms } from '../../campaign/campaign.ts';
import { upgradeTarget } from '../../campaign/upgrade-target.ts';
import type { Cluster, NodePool, OfferedMinor } from '../../fleet/fleet.ts';
import { isMigratedFrom, type Migration, type MigrationTerms } from '../../migration/migration-terms.ts';
import { newPoolName } from '../../migration/new-pool-name.ts';
import { newPoolRefusal, osName } from '../../version/os-support.ts';
import type { PlannedSteps, PlanStep } from '../contents/plan.ts';
import { poolObstacle, unclearPool } from './cluster-obstacles.ts';
import { planChannel } from './plan-channel.ts';
import { idlePool, type PoolPlan, skippedBecause } from './plan-pool.ts';
import { orderPools } from './pool-order.ts';
import { poolStrategy } from './pool-settings.ts';

interface MigrationContext {
  readonly campaign: ClusterTerms;
  readonly cluster: Cluster;
  readonly offers: readonly OfferedMinor[];
}

/** Pool after pool, those of an operating system that is to go: a new pool beside each, to which its workloads move. */
export function planMigrations(context: MigrationContext, terms: MigrationTerms): PlannedSteps {
  const { campaign, cluster } = context;
  const pools = orderPools(cluster.pools, campaign.cluster.pools.order);
  const planOne = planners[terms.action];
  const plans = pools.map((pool) => {
    const idle = skippedBecause(pool, campaign);
    return idle === null ? planOne(pool, context, terms) : stays(pool, idle);
  });
  const steps = plans.flatMap((plan) => (plan.ok ? plan.steps : []));
  const channel = planChannel(cluster, campaign, steps);
  return {
    steps: channel.around === null ? steps : [channel.around[0], ...steps, channel.around[1]],
    target: upgradeTarget(campaign.upgrade),
    blocked: [
      ...channel.blocked,
      ...plans.flatMap((plan) => (plan.ok ? [] : [plan.reason])),
      ...sharedNames(steps),
    ],
    warnings: [...channel.warnings, ...migrationWarnings(cluster, steps)],
  };
}

type Planner = (pool: NodePool, context: MigrationContext, terms: MigrationTerms) => PoolPlan;

const planners: Readonly<Record<MigrationTerms['action'], Planner>> = {
  Move: planMove,
  Return: planReturn,
  Remove: planRemoval,
};

function stays(pool: NodePool, because: string): PoolPlan {
  return { ok: true, steps: [idlePool(pool, because)] };
}

function planMove(pool: NodePool, context: MigrationContext, terms: MigrationTerms): PoolPlan {
  const { osSKU } = pool;
  if (!terms.from.includes(osSKU)) return stays(pool, `its operating system is ${osSKU || 'not known'}`);
  const newPool = newPoolName(pool, terms.suffix);
  const twin = context.cluster.pools.find(({ name }) => name === newPool);
  const obstacle =
    unclearPool(pool) ?? poolObstacle(pool) ?? refusal(pool, newPool, twin, { terms, context });
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const step = migrationStep(pool, context, terms, twin ?? { ...pool, name: newPool });
  const moved: PlanStep = {
    ...step,
    // A count is all that quotas and subnets have to bear.
    surge: twin === undefined ? (pool.count ?? 0) : 0,
    reason: describeMove(newPool, terms.to, twin),
    osChange: { from: osName(osSKU, pool.nodeImageVersion), to: osName(terms.to, '') },
    migration: { ...step.migration, osSKU: terms.to },
  };
  return { ok: true, steps: [moved] };
}

/** Planned of the new pool, which is emptied. */
function planReturn(pool: NodePool, context: MigrationContext, terms: MigrationTerms): PoolPlan {
  const old = context.cluster.pools.find(
    ({ name, osSKU }) => isMigratedFrom(pool, name) && terms.from.includes(osSKU),
  );
  if (old === undefined) return stays(pool, 'it has taken no workloads that could return');
  const obstacle = obstacleOf(pool, old);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const reason = `its workloads return to node pool ${old.name}; it stays, cordoned and empty`;
  return { ok: true, steps: [{ ...migrationStep(pool, context, terms, old), reason }] };
}

function planRemoval(pool: NodePool, context: MigrationContext, terms: MigrationTerms): PoolPlan {
  const twin = context.cluster.pools.find((each) => isMigratedFrom(each, pool.name));
  if (!terms.from.includes(pool.osSKU) || twin === undefined)
    return stays(pool, 'its workloads have not moved to a new pool');
  const obstacle = obstacleOf(pool, twin);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const reason = `what is left in it moves to node pool ${twin.name}; then it is deleted`;
  const step = migrationStep(pool, context, terms, twin);
  return { ok: true, steps: [{ ...step, action: 'remove-node-pool', reason }] };
}

function obstacleOf(...pools: readonly NodePool[]): string | null {
  return pools.map((pool) => unclearPool(pool) ?? poolObstacle(pool)).find((each) => each !== null) ?? null;
}

type MigrationStep = PlanStep & { readonly migration: Migration };

function migrationStep(
  pool: NodePool,
  { campaign }: MigrationContext,
  { drainTimeoutMs }: MigrationTerms,
  to: NodePool,
): MigrationStep {
  return {
    ...idlePool(pool, ''),
    action: 'migrate-node-pool',
    image: null,
    strategy: poolStrategy(campaign.nodePools, pool),
    migration: { to: to.name, version: to.currentOrchestratorVersion, drainTimeoutMs },
  };
}

function describeMove(newPool: string, osSKU: string, twin: NodePool | undefined): string {
  const pool =
    twin === undefined
      ? `a new node pool ${newPool} (${osSKU})`
      : `node pool ${newPool}, which is there already`;
  return `moves its workloads to ${pool}; it stays, cordoned and empty`;
}

/** Why there can be no such new pool; null: there can. */
function refusal(
  pool: NodePool,
  newPool: string,
  twin: NodePool | undefined,
  { terms, context }: { readonly terms: MigrationTerms; readonly context: MigrationContext },
): string | null {
  const { name, osType, type, mode, currentOrchestratorVersion: version } = pool;
  const because = (why: string) => `node pool ${name}: ${why}`;
  if (terms.to.startsWith('Windows') !== (osType === 'Windows'))
    return because(`it is of ${osType}, whose workloads cannot run on ${terms.to}`);
  if (type !== 'VirtualMachineScaleSets')
    return because(
      `Drydock copies no pool of type ${type}, which has sizes of its own; create the new pool with az aks nodepool add -g GROUP --cluster-name CLUSTER -n POOL --os-sku ${terms.to}, or exclude it`,
    );
  if (mode === 'Gateway')
    return because('the addresses of a gateway pool do not move to another pool; exclude it');
  if (twin !== undefined && !isMigratedFrom(twin, name))
    return because(
      `its new pool would be ${newPool}, and there is a pool of that name that was not made for it; choose another migrate.suffix`,
    );
  // AKS creates pools at the version of the control plane, whether it is still listed or not.
  const { cluster, offers } = context;
  const isOffered = offers.some(({ patches }) => patches[version] !== undefined);
  if (twin === undefined && !isOffered && version !== cluster.currentKubernetesVersion)
    return because(
      `AKS creates no pool at Kubernetes ${version} any more; upgrade it first (upgrade.type NodePoolsOnly), then plan again`,
    );
  const system = newPoolRefusal(terms.to, version);
  return system === null ? null : because(system);
}

/** Shortened, two names may be one. */
function sharedNames(steps: readonly PlanStep[]): readonly string[] {
  const byName = Map.groupBy(
    steps.filter(({ migration }) => migration?.osSKU !== undefined),
    ({ migration }) => migration?.to,
  );
  return [...byName].flatMap(([newPool, alike]) =>
    alike.length < 2
      ? []
      : [
          `node pools ${alike.map(({ pool }) => pool).join(' and ')} would both get the new pool ${newPool}; exclude all but one of them, or choose another migrate.suffix`,
        ],
  );
}

function migrationWarnings(cluster: Cluster, steps: readonly PlanStep[]): readonly string[] {
  const moved = steps.filter(({ migration }) => migration?.osSKU !== undefined);
  if (moved.length === 0) return [];
  const autoscaled = cluster.pools.filter(
    ({ name, autoscaling }) => autoscaling !== null && moved.some(({ pool }) => pool === name),
  );
  return [
    'pods that select a pool by its name (labels agentpool, kubernetes.azure.com/agentpool) do not follow to a new pool',
    `another operating system may not run every container${moved.some(({ migration }) => migration?.osSKU?.startsWith('Windows')) ? ": an image of Windows needs that server's base" : ''}`,
    ...autoscaled.map(
      ({ name }) =>
        `node pool ${name} is autoscaled: nodes that the autoscaler adds to it meanwhile are emptied, too`,
    ),
  ];
}
