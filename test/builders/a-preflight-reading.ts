import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { describeFinding, type PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import type { AdmissionWebhook, PreflightReadings } from '#domain/preflight/findings/preflight-readings.ts';
import { judgePreflight } from '#domain/preflight/judge-preflight.ts';
import { aCluster } from './a-cluster.ts';
import { aDrainPod } from './a-drain.ts';

export const lookedAt = Date.parse('2026-04-01T08:00:00Z');

export const allBlock: PreflightPolicy = {
  removedApis: 'Block',
  drainBlockers: 'Block',
  unhealthyNodes: 'Block',
  versionSkew: 'Block',
  quota: 'Block',
  subnetAddresses: 'Block',
  resourceLocks: 'Block',
  availabilityZones: 'Block',
  supportWindow: 'Block',
  admissionWebhooks: 'Block',
  certificates: 'Block',
  dryRunEvictions: 'Block',
  securityBaseline: 'Block',
  removedApisMode: 'gate',
  removedApisWaivers: [],
};

/** A ready node `n1` of pool `system` at 1.33.5. */
export function aNode(over: Partial<KubernetesNode> = {}): KubernetesNode {
  return {
    name: 'n1',
    pool: 'system',
    kubeletVersion: 'v1.33.5',
    nodeImageVersion: null,
    ready: true,
    unschedulable: false,
    quarantined: false,
    ...over,
  };
}

/** Pod `shop/web-1` of Deployment shop/web on node n1; `pod` is laid over the pod itself. */
export function aPlacedPod({
  pod,
  ...over
}: Partial<Omit<PlacedPod, 'pod'>> & { pod?: Partial<DrainPod> } = {}): PlacedPod {
  return {
    pod: aDrainPod(pod),
    node: 'n1',
    owner: 'Deployment shop/web',
    notReadySince: null,
    marks: [],
    unscheduled: null,
    claims: [],
    hostPaths: [],
    ...over,
  };
}

export function aWebhook(over: Partial<AdmissionWebhook> = {}): AdmissionWebhook {
  return { name: 'guard.example.com', asked: ['evictions'], service: 'guard/guard', answering: [], ...over };
}

/** One node, three replicas of shop/web of which one is here, and nothing that is in the way. */
export function preflightReadings(over: Partial<PreflightReadings> = {}): PreflightReadings {
  return {
    nodes: { value: [aNode()] },
    pods: { value: [aPlacedPod()] },
    budgets: { value: [] },
    replicas: { value: new Map([['Deployment shop/web', 3]]) },
    volumes: { value: [] },
    webhooks: { value: [] },
    cores: {
      value: [
        { family: 'cores', used: 12, limit: 100 },
        { family: 'standardDSv5Family', used: 12, limit: 50 },
      ],
    },
    subnets: new Map(),
    locks: { value: [] },
    machines: {
      value: [{ name: 'Standard_D4s_v5', zones: ['1', '2', '3'], refusedZones: [], isRefused: false }],
    },
    certificates: { value: [] },
    trials: { value: [] },
    removals: { value: { minor: 34, findings: [], counts: [] } },
    reading: null,
    unreadable: [],
    ...over,
  };
}

export function aControlPlaneStep(over: Partial<PlanStep> = {}): PlanStep {
  return {
    action: 'upgrade-control-plane',
    pool: null,
    from: '1.33.5',
    to: '1.34.1',
    image: null,
    nodes: 0,
    surge: 0,
    reason: null,
    strategy: null,
    ...over,
  };
}

/** Pool `system` of three nodes, surging by one. */
export function aPoolStep(over: Partial<PlanStep> = {}): PlanStep {
  return {
    ...aControlPlaneStep(),
    action: 'upgrade-node-pool',
    pool: 'system',
    nodes: 3,
    surge: 1,
    strategy: {
      upgradeSettings: {},
      restoreUpgradeSettings: true,
      soakMs: 0,
      timeoutMs: 3_600_000,
      stalledDrain: { notifyAfterMs: 600_000, afterwards: 'Wait', afterMs: 1_200_000 },
    },
    ...over,
  };
}

/** What is found of a cluster before its control plane and its pool `system` are upgraded. */
export function preflightFindings(
  readings: Partial<PreflightReadings>,
  {
    cluster = {},
    steps = [aControlPlaneStep(), aPoolStep()],
    policy = {},
    onlyDrainOf = null,
    now = lookedAt,
  }: {
    cluster?: Partial<Cluster>;
    steps?: readonly PlanStep[];
    policy?: Partial<PreflightPolicy>;
    onlyDrainOf?: string | null;
    now?: number;
  } = {},
): readonly PreflightFinding[] {
  return judgePreflight({
    cluster: aCluster(cluster),
    steps,
    policy: { ...allBlock, ...policy },
    readings: preflightReadings(readings),
    onlyDrainOf,
    baseline: { noRegression: false, threshold: 'high', waivers: [] },
    now,
  });
}

/** "blocker drainBlockers aks-one-weu/system: ..." */
export function told(findings: readonly PreflightFinding[]): readonly string[] {
  return findings.map((each) => `${each.level} ${each.check} ${describeFinding(each)}`);
}
