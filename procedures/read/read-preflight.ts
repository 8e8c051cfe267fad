import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import { type Failure, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import { type Observation, valueOr } from '#domain/observation.ts';
import { drainsNodes } from '#domain/plan/contents/drains-nodes.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { surgingPools } from '#domain/preflight/capacity/surging-pools.ts';
import { looksAt } from '#domain/preflight/findings/apply-preflight-policy.ts';
import { choosePodsToTry } from '#domain/preflight/findings/eviction-trial.ts';
import type {
  CoreUsage,
  MachineOffer,
  PreflightReadings,
  RemovalReading,
  ResourceLock,
  SubnetRoom,
  UnreadReason,
} from '#domain/preflight/findings/preflight-readings.ts';
import { removalTarget } from '#domain/preflight/removals/removal-target.ts';
import { mergeFindings } from '#domain/removal/findings/merge-findings.ts';
import type { UsageCount } from '#domain/removal/usage/usage-count.ts';
import type { Work } from '#gateways/kubernetes/client/cluster-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readBaseline } from './read-audit.ts';
import { readRemovals } from './read-removals.ts';

export interface PreflightQuestion {
  readonly cluster: Cluster;
  readonly steps: readonly PlanStep[];
  readonly policy: PreflightPolicy;
  /** Only what the drain of a pool depends on. */
  readonly onlyDrain: boolean;
  readonly work: Work;
  /** Of failures: whether the part is taken for lost; else it is thrown. */
  readonly isLost: (failure: Failure) => boolean;
  /** Regions' cores and subnets that were read already, where many clusters share them. */
  readonly shared?: Map<string, Promise<unknown>>;
  /** Campaign time, ms. */
  readonly now: number;
  /** What looks before remembered of who uses API versions that end. */
  readonly known?: readonly UsageCount[];
}

/**
 * Reads what a look beforehand is judged by: five to seven lists of the cluster's API server and its certificates, and of
 * Azure the subscription's locks, the region's cores and machines and each pool's subnet. Nothing is changed anywhere.
 */
export async function readPreflight(
  gateways: Gateways,
  question: PreflightQuestion,
): Promise<PreflightReadings> {
  const { cluster, steps, policy, onlyDrain, work } = question;
  const { azure, kubernetes } = gateways;
  const { resourceId, subscriptionId, location } = cluster;
  const drains = steps.some(drainsNodes);
  const looksAtDrain = looksAt(policy, 'drainBlockers') && drains;
  const looksAtNodes = !onlyDrain && (looksAt(policy, 'unhealthyNodes') || looksAt(policy, 'versionSkew'));
  const looksAtWebhooks = !onlyDrain && looksAt(policy, 'admissionWebhooks') && drains;
  const looksAtTrials = !onlyDrain && looksAt(policy, 'dryRunEvictions') && drains;
  const looksAtPods = looksAtDrain || looksAtTrials;
  const looksAtCertificates = !onlyDrain && looksAt(policy, 'certificates');
  const surging = surgingPools(cluster, steps);
  const looksAtCores = !onlyDrain && looksAt(policy, 'quota') && surging.length > 0;
  const looksAtMachines = !onlyDrain && looksAt(policy, 'availabilityZones') && surging.length > 0;
  const target = !onlyDrain && looksAt(policy, 'removedApis') ? removalTarget(steps) : null;
  const own = kubernetes.beforehand(resourceId, work);
  const health = kubernetes.health(resourceId, work);
  const observed = <T>(permission: string, read: () => Promise<T>, isLost = question.isLost) =>
    observe({ ...question, isLost }, permission, read);
  // The first tells whether the cluster can be asked at all: nobody waits for five silences.
  const nodes =
    looksAtPods || looksAtNodes || looksAtWebhooks || looksAtCertificates
      ? await observed('list nodes', () => kubernetes.nodes(resourceId))
      : null;
  const isDeaf = nodes !== null && 'unread' in nodes && nodes.unread.permission !== 'list nodes';
  const part = <T>(
    isAsked: boolean,
    permission: string,
    read: () => Promise<T>,
    isLost = question.isLost,
  ): Promise<Observation<T, UnreadReason> | null> => {
    if (!isAsked) return Promise.resolve(null);
    return isDeaf ? Promise.resolve({ unread: nodes.unread }) : observed(permission, read, isLost);
  };
  const [pods, budgets, replicas, webhooks, certificates, removals, cores, locks, machines, subnets] =
    await Promise.all([
      part(looksAtPods, 'list pods', () => own.pods()),
      part(looksAtPods, 'list poddisruptionbudgets.policy', () => own.budgets()),
      part(
        looksAtDrain,
        'list deployments.apps, statefulsets.apps, daemonsets.apps',
        async () => new Map((await health.workloads()).map(({ id, rollout }) => [id, rollout.desired])),
      ),
      part(
        looksAtWebhooks,
        'list validatingwebhookconfigurations and mutatingwebhookconfigurations.admissionregistration.k8s.io',
        () => own.webhooks(),
      ),
      // They only come along: whoever reaches the API server through a proxy waits for nothing here.
      part(
        looksAtCertificates,
        'a connection to its API server past any proxy',
        () => own.certificates(),
        () => true,
      ),
      part(target !== null, 'get /version', () => readUses(gateways, question, target!)),
      looksAtCores
        ? observed('Microsoft.Compute/locations/usages/read', () =>
            sharing(
              question,
              `cores ${subscriptionId} ${location}`,
              (): Promise<readonly CoreUsage[]> => azure.coreUsages(subscriptionId, location, work.signal),
            ),
          )
        : null,
      !onlyDrain && looksAt(policy, 'resourceLocks')
        ? observed('Microsoft.Authorization/locks/read', () =>
            sharing(
              question,
              `locks ${subscriptionId}`,
              (): Promise<readonly ResourceLock[]> => azure.resourceLocks(subscriptionId, work.signal),
            ),
          )
        : null,
      looksAtMachines
        ? observed('Microsoft.Compute/skus/read', () =>
            sharing(
              question,
              `machines ${subscriptionId} ${location}`,
              (): Promise<readonly MachineOffer[]> =>
                azure.machineOffers(subscriptionId, location, work.signal),
            ),
          )
        : null,
      readSubnets(gateways, question),
    ]);
  const reading = await readPosture(gateways, question, isDeaf);
  const drainedNames = drainedNodes(steps, valueOr(nodes, []));
  const hasClaims = valueOr(pods, []).some(
    ({ node, claims }) => claims.length > 0 && drainedNames.has(node ?? ''),
  );
  const volumes = await part(looksAtDrain && hasClaims, 'list persistentvolumes', () => own.volumes());
  const trials = await part(looksAtTrials, 'create pods/eviction', () =>
    own.tryEvictions(choosePodsToTry(valueOr(pods, []), valueOr(budgets, []), drainedNames)),
  );
  return {
    nodes,
    pods,
    budgets,
    replicas,
    volumes,
    webhooks,
    certificates,
    removals,
    cores,
    locks,
    machines,
    trials,
    subnets,
    reading,
  };
}

/** A part that another attempt may read is thrown, where parts are not to be lost. */
async function readPosture(
  gateways: Gateways,
  { cluster, policy, onlyDrain, work, isLost }: PreflightQuestion,
  isDeaf: boolean,
): Promise<LiveReading | null> {
  if (onlyDrain || isDeaf || !looksAt(policy, 'securityBaseline')) return null;
  work.onRequest();
  const reading = await readBaseline(gateways, cluster.resourceId, work.signal);
  work.onRequest();
  for (const { kind, why } of reading.unread) {
    if (kind === null) continue;
    const told = failure(kind, why);
    if (!isLost(told)) throw new FailureError(told);
  }
  return reading;
}

async function readUses(
  { kubernetes }: Gateways,
  { cluster, policy, work, isLost, now, known = [] }: PreflightQuestion,
  minor: number,
): Promise<RemovalReading> {
  const door = kubernetes.removalClient(cluster.resourceId, work);
  const mode = policy.removedApisMode ?? 'gate';
  const { findings, counts } = await readRemovals(door, { target: minor, mode, now, isLost, known });
  return { minor, findings: mergeFindings(findings), counts };
}

function drainedNodes(steps: readonly PlanStep[], nodes: readonly KubernetesNode[]): ReadonlySet<string> {
  const pools = new Set(steps.filter(drainsNodes).map(({ pool }) => pool));
  return new Set(nodes.filter(({ pool }) => pools.has(pool)).map(({ name }) => name));
}

async function readSubnets(
  { azure }: Gateways,
  question: PreflightQuestion,
): Promise<PreflightReadings['subnets']> {
  const { cluster, steps, policy, onlyDrain, work } = question;
  if (onlyDrain || !looksAt(policy, 'subnetAddresses')) return new Map();
  const ids = new Set(surgingPools(cluster, steps).flatMap(({ pool }) => pool.subnetId?.toLowerCase() ?? []));
  const rooms = await Promise.all(
    [...ids].map(async (id) => {
      const room = await observe(question, 'Microsoft.Network/virtualNetworks/subnets/read', () =>
        sharing(question, `subnet ${id}`, (): Promise<SubnetRoom> => azure.subnetRoom(id, work.signal)),
      );
      return [id, room] as const;
    }),
  );
  return new Map(rooms);
}

async function observe<T>(
  { isLost }: PreflightQuestion,
  permission: string,
  read: () => Promise<T>,
): Promise<Observation<T, UnreadReason>> {
  try {
    return { value: await read() };
  } catch (thrown) {
    if (!(thrown instanceof FailureError) || !isLost(thrown.failure)) throw thrown;
    return { unread: { because: thrown.failure.message, permission: neededFor(thrown.failure, permission) } };
  }
}

/** Before the API server can refuse anything Azure has to let us at it, and the network. */
function neededFor({ kind, code }: Failure, permission: string): string {
  if (!/^(?:list|get) /.test(permission)) return permission;
  if (kind === 'not-allowed')
    return 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';
  if (kind === 'locked')
    return code === 'ReadOnlyDisabledSubscription'
      ? 'a subscription that is enabled'
      : 'that lock lifted (az lock delete): while it is ReadOnly, Azure hands out no credentials for the API server';
  return kind === 'kubernetes-refused' ? permission : 'a way to its API server';
}

function sharing<T>({ shared }: PreflightQuestion, key: string, read: () => Promise<T>): Promise<T> {
  if (shared === undefined) return read();
  const known = shared.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const reading = read();
  shared.set(key, reading);
  return reading;
}
