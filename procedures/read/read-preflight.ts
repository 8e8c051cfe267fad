import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { PreflightCheck, PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import { type Failure, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import { type Observation, type Unread, type UnreadableItem, valueOr } from '#domain/observation.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { drainsNodes } from '#domain/plan/contents/replaces-nodes.ts';
import { surgingPools } from '#domain/preflight/capacity/surging-pools.ts';
import { isChecked } from '#domain/preflight/findings/apply-preflight-policy.ts';
import { choosePodsToTry } from '#domain/preflight/findings/eviction-trial.ts';
import type { PreflightReadings, RemovalReading } from '#domain/preflight/findings/preflight-readings.ts';
import { removalTarget } from '#domain/preflight/removals/check-removals.ts';
import { mergeFindings } from '#domain/removal/findings/merge-findings.ts';
import type { UsageCount } from '#domain/removal/usage/usage-count.ts';
import type { Work } from '#gateways/kubernetes/client/cluster-client.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readAudit } from './read-audit.ts';
import { readRemovals } from './read-removals.ts';

export interface PreflightQuestion {
  readonly cluster: Cluster;
  readonly steps: readonly PlanStep[];
  readonly policy: PreflightPolicy;
  /** Only what the drain of a pool depends on. */
  readonly onlyDrain: boolean;
  readonly work: Work;
  /** Whether a part that fails like this counts as unread; any other failure is thrown. */
  readonly isTolerated: (failure: Failure) => boolean;
  /** What was read already of regions, subscriptions and subnets that several clusters share. */
  readonly shared?: Map<string, Promise<unknown>>;
  /** Campaign time, ms. */
  readonly now: number;
  /** What earlier checks counted of requests to API versions that are removed. */
  readonly known?: readonly UsageCount[];
}

type Read<T> = Observation<T, Unread> | null;

interface Part<T> {
  readonly isWanted: boolean;
  readonly permission: string;
  readonly read: () => Promise<T>;
  /** Absent: as the question has it. */
  readonly isTolerated?: PreflightQuestion['isTolerated'];
}

/**
 * Reads what the preflight checks are judged by: five to seven lists of the cluster's API server and its certificates, and of
 * Azure the subscription's locks, the region's cores and machines and each pool's subnet. Nothing is changed anywhere.
 */
export async function readPreflight(
  gateways: Gateways,
  asked: PreflightQuestion,
): Promise<PreflightReadings> {
  const unreadable: UnreadableItem[] = [];
  const onUnreadable = (item: UnreadableItem) => unreadable.push(item);
  const question = { ...asked, work: { ...asked.work, onUnreadable } };
  const { cluster, steps, work } = question;
  const own = gateways.kubernetes.preflight(cluster.resourceId, work);
  const ofServer = serverParts(gateways, question);
  const ofAzure = azureParts(gateways, question);
  // The nodes show whether the API server can be reached at all: the other parts do not wait for it once more each.
  const nodes = await readPart(question, ofServer.nodes);
  const unreachable =
    nodes !== null && 'unread' in nodes && nodes.unread.permission !== ofServer.nodes.permission
      ? nodes.unread
      : null;
  const part = async <T>(each: Part<T>): Promise<Read<T>> =>
    each.isWanted && unreachable !== null ? { unread: unreachable } : readPart(question, each);
  const rest = await together({
    pods: part(ofServer.pods),
    budgets: part(ofServer.budgets),
    replicas: part(ofServer.replicas),
    webhooks: part(ofServer.webhooks),
    certificates: part(ofServer.certificates),
    removals: part(ofServer.removals),
    cores: readPart(question, ofAzure.cores),
    locks: readPart(question, ofAzure.locks),
    machines: readPart(question, ofAzure.machines),
    subnets: readSubnets(gateways, question),
  });
  const reading = unreachable === null ? await readPosture(gateways, question) : null;
  const drained = drainedNodes(steps, valueOr(nodes, []));
  const placed = valueOr(rest.pods, []);
  const volumes = await part({
    isWanted:
      ofServer.replicas.isWanted &&
      placed.some(({ node, claims }) => claims.length > 0 && drained.has(node ?? '')),
    permission: 'list persistentvolumes',
    read: () => own.volumes(),
  });
  const trials = await part({
    isWanted: wants(question).trials,
    permission: 'create pods/eviction',
    read: () => own.tryEvictions(choosePodsToTry(placed, valueOr(rest.budgets, []), drained)),
  });
  return { nodes, ...rest, volumes, trials, reading, unreadable };
}

/** Awaits every property of an object at the same time. */
async function together<T extends Readonly<Record<string, unknown>>>(
  parts: T,
): Promise<{ readonly [K in keyof T]: Awaited<T[K]> }> {
  const read = Object.entries(parts).map(async ([name, part]) => [name, await part] as const);
  return Object.fromEntries(await Promise.all(read)) as { readonly [K in keyof T]: Awaited<T[K]> };
}

/** Which checks are on, and have something to check in these steps. */
function wants({ cluster, steps, policy, onlyDrain }: PreflightQuestion) {
  const isOn = (check: PreflightCheck) => !onlyDrain && isChecked(policy, check);
  const drains = steps.some(drainsNodes);
  const surges = surgingPools(cluster, steps).length > 0;
  return {
    drain: isChecked(policy, 'drainBlockers') && drains,
    nodes: isOn('unhealthyNodes') || isOn('versionSkew'),
    webhooks: isOn('admissionWebhooks') && drains,
    trials: isOn('dryRunEvictions') && drains,
    certificates: isOn('certificates'),
    cores: isOn('quota') && surges,
    machines: isOn('availabilityZones') && surges,
    locks: isOn('resourceLocks'),
    target: isOn('removedApis') ? removalTarget(steps) : null,
  };
}

function serverParts(gateways: Gateways, question: PreflightQuestion) {
  const { kubernetes } = gateways;
  const { cluster, work } = question;
  const { resourceId } = cluster;
  const { drain, trials, nodes, webhooks, certificates, target } = wants(question);
  const own = kubernetes.preflight(resourceId, work);
  const pods = drain || trials;
  const list = <T>(isWanted: boolean, what: string, read: () => Promise<T>): Part<T> => ({
    isWanted,
    permission: `list ${what}`,
    read,
  });
  return {
    nodes: list(pods || nodes || webhooks || certificates, 'nodes', () => own.nodes()),
    pods: list(pods, 'pods', () => own.pods()),
    budgets: list(pods, 'poddisruptionbudgets.policy', () => own.budgets()),
    replicas: list(drain, 'deployments.apps, statefulsets.apps, daemonsets.apps', async () => {
      const workloads = await kubernetes.health(resourceId, work).workloads();
      return new Map(workloads.map(({ id, rollout }) => [id, rollout.desired]));
    }),
    webhooks: list(
      webhooks,
      'validatingwebhookconfigurations and mutatingwebhookconfigurations.admissionregistration.k8s.io',
      () => own.webhooks(),
    ),
    certificates: {
      isWanted: certificates,
      permission: 'a connection to its API server past any proxy',
      read: () => own.certificates(),
      // Behind a proxy they can never be read, which must not fail the checks.
      isTolerated: () => true,
    },
    removals: {
      isWanted: target !== null,
      permission: 'get /version',
      read: () => readUses(gateways, question, target!),
    },
  } as const;
}

function azureParts({ azure }: Gateways, question: PreflightQuestion) {
  const { cluster, work } = question;
  const { subscriptionId, location } = cluster;
  const { cores, locks, machines } = wants(question);
  const part = <T>(isWanted: boolean, right: string, key: string, read: () => Promise<T>): Part<T> => ({
    isWanted,
    permission: `Microsoft.${right}/read`,
    read: () => sharing(question, key, read),
  });
  const region = `${subscriptionId} ${location}`;
  return {
    cores: part(cores, 'Compute/locations/usages', `cores ${region}`, () =>
      azure.coreUsages(subscriptionId, location, work.signal),
    ),
    locks: part(locks, 'Authorization/locks', `locks ${subscriptionId}`, () =>
      azure.resourceLocks(subscriptionId, work.signal),
    ),
    machines: part(machines, 'Compute/skus', `machines ${region}`, () =>
      azure.machineOffers(subscriptionId, location, work.signal),
    ),
  };
}

/** Of its unread parts, too, those that the question does not tolerate are thrown. */
async function readPosture(
  gateways: Gateways,
  { cluster, policy, onlyDrain, work, isTolerated }: PreflightQuestion,
): Promise<LiveReading | null> {
  if (onlyDrain || !isChecked(policy, 'securityBaseline')) return null;
  work.onRequest();
  const reading = await readAudit(gateways, cluster.resourceId, work.signal);
  work.onRequest();
  for (const { kind, why } of reading.unread) {
    if (kind === null) continue;
    const found = failure(kind, why);
    if (!isTolerated(found)) throw new FailureError(found);
  }
  return reading;
}

async function readUses(
  { kubernetes }: Gateways,
  { cluster, policy, work, isTolerated, now, known = [] }: PreflightQuestion,
  minor: number,
): Promise<RemovalReading> {
  const client = kubernetes.removalClient(cluster.resourceId, work);
  const mode = policy.removedApisMode ?? 'gate';
  const { findings, counts } = await readRemovals(client, { target: minor, mode, now, isTolerated, known });
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
  if (onlyDrain || !isChecked(policy, 'subnetAddresses')) return new Map();
  const ids = new Set(surgingPools(cluster, steps).flatMap(({ pool }) => pool.subnetId?.toLowerCase() ?? []));
  const rooms = await Promise.all(
    [...ids].map(async (id) => {
      const room = await observe(question, {
        permission: 'Microsoft.Network/virtualNetworks/subnets/read',
        read: () => sharing(question, `subnet ${id}`, () => azure.subnetRoom(id, work.signal)),
      });
      return [id, room] as const;
    }),
  );
  return new Map(rooms);
}

async function readPart<T>(question: PreflightQuestion, part: Part<T>): Promise<Read<T>> {
  return part.isWanted ? observe(question, part) : null;
}

async function observe<T>(
  question: PreflightQuestion,
  { permission, read, isTolerated = question.isTolerated }: Omit<Part<T>, 'isWanted'>,
): Promise<Observation<T, Unread>> {
  try {
    return { value: await read() };
  } catch (thrown) {
    if (!(thrown instanceof FailureError) || !isTolerated(thrown.failure)) throw thrown;
    return { unread: { why: thrown.failure.message, permission: neededFor(thrown.failure, permission) } };
  }
}

/** Azure and the network may refuse before the API server can. */
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
