import { upgradeTarget } from '../../campaign/upgrade-target.ts';
import type { NodePool } from '../../fleet/fleet.ts';
import { decideRebootMethod } from '../../reboot/decide-reboot-method.ts';
import { type NodeMethod, nodeMethod, possibleMethods } from '../../reboot/node-reboot-method.ts';
import type { PrivilegedPodTerms, RebootTerms } from '../../reboot/reboot-terms.ts';
import type { PlannedSteps, PlanStep } from '../contents/plan.ts';
import { poolObstacle, unclearPool } from './cluster-obstacles.ts';
import { planChannel } from './plan-channel.ts';
import { type ImageContext, planImage } from './plan-images.ts';
import { idlePool, type PoolPlan, skippedBecause } from './plan-pool.ts';
import { orderPools } from './pool-order.ts';
import { poolStrategy } from './pool-settings.ts';

/** Pool after pool, those whose nodes may wait for a reboot: which do shows only on the nodes themselves. */
export function planReboots(context: ImageContext, reboot: RebootTerms): PlannedSteps {
  const { campaign, cluster } = context;
  const pools = orderPools(cluster.pools, campaign.cluster.pools.order);
  const plans = pools.map((pool) => planReboot(pool, context, reboot));
  const steps = plans.flatMap((plan) => (plan.ok ? plan.steps : []));
  const channel = planChannel(cluster, campaign, steps);
  return {
    steps: channel.around === null ? steps : [channel.around[0], ...steps, channel.around[1]],
    target: upgradeTarget(campaign.upgrade),
    blocked: [...channel.blocked, ...plans.flatMap((plan) => (plan.ok ? [] : [plan.reason]))],
    warnings: [...channel.warnings, ...rebootWarnings(steps, reboot)],
  };
}

function planReboot(pool: NodePool, { campaign, cluster }: ImageContext, reboot: RebootTerms): PoolPlan {
  const idle = skippedBecause(pool, campaign);
  if (idle !== null) return { ok: true, steps: [idlePool(pool, idle)] };
  const unclear = unclearPool(pool);
  if (unclear !== null) return { ok: false, reason: unclear };
  const possible = { ...reboot, methods: possibleMethods(reboot.methods, cluster, pool) };
  const decision = decideRebootMethod(reboot, cluster, pool);
  const strategy = poolStrategy(campaign.nodePools, pool);
  if (decision.method === 'none') {
    const step = idlePool(pool, decision.because);
    return { ok: true, steps: [decision.byImage ? { ...step, strategy, reboot: possible } : step] };
  }
  if (decision.method === 'node-image') {
    const plan = planImage(pool, campaign, null);
    const reason = 'a newer node image makes reboots needless';
    return plan.ok
      ? { ok: true, steps: plan.steps.map((step) => ({ ...step, reason, reboot: possible })) }
      : plan;
  }
  const obstacle = poolObstacle(pool);
  if (obstacle !== null) return { ok: false, reason: obstacle };
  const why = methodText[decision.by];
  const step: PlanStep = {
    ...idlePool(pool, decision.note === null ? why : `${why}; ${decision.note}`),
    action: 'reboot-node-pool',
    surge: decision.by === 'Replace' ? 1 : 0,
    strategy,
    reboot: possible,
  };
  return { ok: true, steps: [step] };
}

const methodText: Readonly<Record<NodeMethod, string>> = {
  Restart: 'restarts the nodes that wait for a reboot, one after the other',
  Replace: 'replaces the nodes that wait for a reboot, one after the other, each by a new one',
  PrivilegedPod: 'reboots the nodes that wait for it, one after the other, by a privileged pod on each',
};

function rebootWarnings(steps: readonly PlanStep[], terms: RebootTerms): readonly string[] {
  const used = steps.flatMap((step) =>
    step.action === 'reboot-node-pool' ? (nodeMethod(step.reboot?.methods ?? []) ?? []) : [],
  );
  if (used.length === 0) return [];
  const { checkPod, kured } = terms;
  return [
    ...[...new Set(used)].flatMap((method) => methodWarnings(method, terms)),
    ...(checkPod === null
      ? [
          'without reboot.checkPod only kured shows which nodes wait for a reboot: where that is unknown, a decision is requested',
        ]
      : []),
    ...(kured === 'Leave' ? ['where kured runs, reboots are left to it (reboot.kured: Leave)'] : []),
  ];
}

function methodWarnings(method: NodeMethod, { privilegedPod }: RebootTerms): readonly string[] {
  switch (method) {
    case 'Restart':
      return [
        "machines are restarted through Microsoft.Compute in the node resource group, which AKS's support policy discourages",
      ];
    case 'PrivilegedPod':
      return privilegedPod === undefined ? [] : describePrivileges(privilegedPod);
    case 'Replace':
      return [
        'a node replaced without a newer image waits for a reboot again once its own updates are installed: Replace is for pools whose machines cannot be restarted',
        'each replacement needs one more node for a while; what is on the disk of the old node is lost',
      ];
  }
}

/** What the pod that reboots nodes may do, and what its namespace must allow for that. */
function describePrivileges({ image, namespace }: PrivilegedPodTerms): readonly string[] {
  return [
    `each node that waits gets a pod of ${image} in namespace ${namespace}: root, privileged, in the host's process namespace (hostPID). It enters the mounts of process 1 (nsenter) and runs "systemctl reboot" there`,
    `namespace ${namespace} must exist and allow that (pod-security.kubernetes.io/enforce: privileged): everyone who may create pods in it is root on every node of the cluster, with all that is mounted there`,
  ];
}
