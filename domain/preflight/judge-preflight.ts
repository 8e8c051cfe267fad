import { auditCluster } from '../audit/audit.ts';
import { clusterOfLive } from '../audit/cluster/cluster-of-live.ts';
import type { PosturePolicy } from '../audit/posture/posture-policy.ts';
import type { PreflightCheck, PreflightPolicy } from '../campaign/preflight-policy.ts';
import type { Cluster } from '../fleet/fleet.ts';
import { drainTimeoutMinutes, sentSettings } from '../fleet/upgrade-settings.ts';
import { type Observation, type Unread, type UnreadableItem, valueOr } from '../observation.ts';
import type { PlanStep } from '../plan/contents/plan.ts';
import { drainsNodes } from '../plan/contents/replaces-nodes.ts';
import { parseVersion } from '../version/kubernetes-version.ts';
import { checkQuota } from './capacity/check-quota.ts';
import { checkSubnets } from './capacity/check-subnets.ts';
import { checkZones } from './capacity/check-zones.ts';
import { checkCertificates } from './cluster/check-certificates.ts';
import { checkLocks } from './cluster/check-locks.ts';
import { checkNodes } from './cluster/check-nodes.ts';
import { checkBaseline } from './cluster/check-security-controls.ts';
import { checkSupport } from './cluster/check-support.ts';
import { checkUnhealthyPods } from './cluster/check-unhealthy-pods.ts';
import { checkWebhooks } from './cluster/check-webhooks.ts';
import { checkDrain } from './drain/check-drain.ts';
import { holdsUnknown, isChecked, underPolicy } from './findings/apply-preflight-policy.ts';
import { checkTrials } from './findings/eviction-trial.ts';
import type { Found, PreflightFinding } from './findings/preflight-finding.ts';
import { type PreflightReadings, partOfList, partsOf } from './findings/preflight-readings.ts';
import { checkRemovals } from './removals/check-removals.ts';

export interface PreflightQuestion {
  readonly cluster: Cluster;
  /** What is about to be done to it. */
  readonly steps: readonly PlanStep[];
  readonly policy: PreflightPolicy;
  readonly readings: PreflightReadings;
  /** Only the drain of this pool: the rest has begun. null: the whole cluster. */
  readonly onlyDrainOf: string | null;
  readonly baseline: PosturePolicy;
  /** Campaign time, ms. */
  readonly now: number;
}

/** Everything that a preflight check finds for one cluster, the worst first. */
export function judgePreflight(question: PreflightQuestion): readonly PreflightFinding[] {
  const { cluster, steps, policy, readings, onlyDrainOf, now } = question;
  const { removedApisWaivers: waivers } = policy;
  const nodes = valueOr(readings.nodes, []);
  const drains = drainFindings(question);
  const look = valueOr(readings.removals, null);
  const removals = look === null ? [] : checkRemovals(look, { waivers, now });
  const found: readonly Found[] =
    onlyDrainOf === null
      ? [
          ...removals,
          ...drains,
          ...checkUnhealthyPods(valueOr(readings.pods, []), now),
          ...checkNodes(steps, nodes),
          ...checkWebhooks(valueOr(readings.webhooks, []), new Set(drained(question).keys())),
          ...('value' in (readings.cores ?? {})
            ? checkQuota(cluster, steps, valueOr(readings.cores, []))
            : []),
          ...checkSubnets(cluster, steps, readings.subnets),
          ...checkLocks(cluster, steps, valueOr(readings.locks, [])),
          ...('value' in (readings.machines ?? {})
            ? checkZones(cluster, steps, valueOr(readings.machines, []))
            : []),
          ...checkTrials(valueOr(readings.trials, [])),
          ...checkCertificates(cluster, valueOr(readings.certificates, [])),
          ...checkSupport(cluster, steps, now),
          ...baselineFindings(question),
          ...unreadParts(readings, policy),
        ]
      : [...drains, ...unreadParts(readings, policy)];
  return underPolicy(
    found.map((each) => ({ ...each, cluster: cluster.name })),
    policy,
  );
}

function baselineFindings({ cluster, steps, readings, baseline, now }: PreflightQuestion): readonly Found[] {
  const { reading } = readings;
  if (reading === null) return [];
  const audited = clusterOfLive(reading, {
    arm: null,
    engine: null,
    targetMinor: targetMinor(steps),
    pssMinor: null,
    pssLevel: null,
    now,
  });
  const { threshold, waivers } = baseline;
  return checkBaseline(auditCluster(audited, waivers), { name: cluster.name, threshold });
}

/** The minor that the steps lead to; null: versions stay. */
function targetMinor(steps: readonly PlanStep[]): number | null {
  const last = steps.findLast(({ action }) => action === 'upgrade-control-plane');
  return last === undefined ? null : (parseVersion(last.to)?.minor ?? null);
}

function drainFindings({ cluster, steps, readings, onlyDrainOf, now }: PreflightQuestion): readonly Found[] {
  const { pods, budgets, replicas, volumes, nodes } = readings;
  if (pods === null || nodes === null || 'unread' in pods || 'unread' in nodes) return [];
  const pools = changedPools(steps).filter((each) => onlyDrainOf === null || each === onlyDrainOf);
  return pools.flatMap((name) => {
    const own = nodes.value.filter(({ pool }) => pool === name);
    const open = own.filter(({ ready, unschedulable }) => ready && !unschedulable);
    return checkDrain(
      { name, drainTimeoutMinutes: drainTimeout(name, cluster, steps) },
      {
        pods: pods.value,
        budgets: valueOr(budgets, []),
        replicas: valueOr(replicas, new Map<string, number>()),
        nodes: new Map(own.map((each) => [each.name, each.ready])),
        openZones: new Map(open.flatMap((each) => (each.zone === undefined ? [] : [[each.name, each.zone]]))),
        volumes: valueOr(volumes, []),
        now,
      },
    );
  });
}

/** The nodes that these steps drain, each with its pool. */
function drained({ steps, readings }: PreflightQuestion): ReadonlyMap<string, string> {
  const pools = new Set(changedPools(steps));
  return new Map(
    valueOr(readings.nodes, [])
      .filter(({ pool }) => pools.has(pool))
      .map(({ name, pool }) => [name, pool]),
  );
}

function changedPools(steps: readonly PlanStep[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => (drainsNodes(step) && step.pool !== null ? [step.pool] : [])))];
}

function drainTimeout(name: string, { pools }: Cluster, steps: readonly PlanStep[]): number {
  const wanted = steps.find(({ pool, strategy }) => pool === name && strategy !== null)?.strategy;
  const own = pools.find((each) => each.name === name);
  return drainTimeoutMinutes(own, wanted ? sentSettings(wanted) : {});
}

const partNames = {
  nodes: 'nodes',
  pods: 'pods',
  budgets: 'disruption budgets',
  replicas: 'workloads',
  volumes: 'persistent volumes',
  webhooks: 'admission webhooks',
  cores: 'the quota',
  locks: 'resource locks',
  machines: 'VM sizes that Azure offers',
  certificates: 'certificates',
  trials: 'whether webhooks and policies allow evictions',
  removals: 'use of API versions that the target removes',
} as const;

/** What could not be read, once for each reason. */
function unreadParts(readings: PreflightReadings, policy: PreflightPolicy): readonly Found[] {
  const parts = (Object.keys(partsOf) as (keyof typeof partsOf)[]).flatMap((part) =>
    unreadPart(readings[part], partsOf[part], partNames[part], policy),
  );
  const subnets = [...readings.subnets].flatMap(([id, observation]) =>
    unreadPart(observation, ['subnetAddresses'], `subnet ${id.split('/').at(-1) ?? id}`, policy),
  );
  const counted = [...parts, ...subnets];
  const groups = Map.groupBy(
    counted,
    ({ unread, check }) => `${holdsUnknown.includes(check)} ${unread.why} ${unread.permission}`,
  );
  const named = [...groups.values()].flatMap((alike): readonly Found[] => {
    const [first] = alike;
    if (first === undefined) return [];
    return [
      {
        check: first.check,
        level: 'unknown' as const,
        pool: null,
        what: `unknown: ${alike.map(({ name }) => name).join(', ')}`,
        why: first.unread.why,
        todo: `required: ${first.unread.permission}`,
        evidence: [],
      },
    ];
  });
  return [...named, ...readings.unreadable.flatMap((each) => unreadItem(each, policy))];
}

function unreadPart(
  observation: Observation<unknown, Unread> | null,
  checks: readonly PreflightCheck[],
  name: string,
  policy: PreflightPolicy,
): readonly { readonly check: PreflightCheck; readonly name: string; readonly unread: Unread }[] {
  const check = checks.find((each) => isChecked(policy, each));
  return check === undefined || observation === null || 'value' in observation
    ? []
    : [{ check, name, unread: observation.unread }];
}

function unreadItem({ plural, resource, why }: UnreadableItem, policy: PreflightPolicy): readonly Found[] {
  const part = Object.hasOwn(partOfList, plural) ? partOfList[plural] : undefined;
  const check = part && partsOf[part].find((each) => isChecked(policy, each));
  if (check === undefined) return [];
  const todo = 'correct or delete this object';
  return [{ check, level: 'unknown', pool: null, what: `unknown: ${resource}`, why, todo, evidence: [] }];
}
