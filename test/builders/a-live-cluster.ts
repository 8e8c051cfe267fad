import { type Audit, auditCluster, type ControlReport } from '#domain/audit/audit.ts';
import type { AzureSurroundings } from '#domain/audit/azure/azure-surroundings.ts';
import { clusterOfLive, type LiveAuditOptions } from '#domain/audit/cluster/cluster-of-live.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import type { Profile } from '#domain/audit/control/profiles.ts';
import type { MaintenanceConfiguration } from '#domain/fleet/other-writers.ts';
import { aCarefulPod } from './a-pod.ts';
import { aNamespace, anAzureCluster, anAzurePool, auditedAt, blocksFor } from './an-audited-cluster.ts';

/** Changes of a cluster that keeps every control. */
export interface LiveChanges {
  /** Besides its own. */
  readonly objects?: readonly object[];
  /** Instead of its own. */
  readonly allObjects?: readonly object[];
  /** null: Azure did not report it. */
  readonly arm?: object | null;
  readonly pools?: readonly object[];
  /** null: Azure was not asked. */
  readonly azure?: Partial<AzureSurroundings> | null;
  readonly usage?: LiveReading['usage'];
  readonly unread?: LiveReading['unread'];
  readonly serverMinor?: number;
  readonly options?: Partial<LiveAuditOptions>;
  readonly waivers?: readonly ControlWaiver[];
  /** Absent: every control. */
  readonly profile?: Profile;
}

export function auditedLive(changes: LiveChanges = {}): Audit {
  const { options = {}, waivers = [], profile = 'strict' } = changes;
  const cluster = clusterOfLive(aLiveReading(changes), {
    arm: null,
    engine: null,
    targetMinor: 37,
    pssMinor: null,
    pssLevel: null,
    now: auditedAt,
    ...options,
  });
  return auditCluster(cluster, waivers, profile);
}

/** What the audit says of one control. */
export function judgedLive(id: string, changes: LiveChanges = {}): ControlReport {
  const report = auditedLive(changes).controls.find((each) => each.id === id);
  if (report === undefined) throw new Error(`no control ${id}`);
  return report;
}

export function aLiveReading(changes: LiveChanges = {}): LiveReading {
  const { objects = [], allObjects = goodObjects, arm = {}, pools = [anAzurePool()], unread = [] } = changes;
  const document = arm === null ? null : { ...anAzureCluster(arm), agentPoolProfiles: pools };
  return {
    serverMinor: changes.serverMinor ?? 36,
    objects: [...allObjects, ...objects].map((each) => ({ ...each })),
    usage: changes.usage === undefined ? { usages: [], since: null } : changes.usage,
    document,
    azure: changes.azure === null ? null : { ...goodSurroundings, ...changes.azure },
    unread,
    asked: { requests: 0, pages: 0, objects: 0 },
  };
}

export function aNode(
  name: string,
  changes: { readonly annotations?: object; readonly status?: string } = {},
) {
  const { annotations = {}, status = 'True' } = changes;
  const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.azure.com/agentpool': 'np1' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations },
    status: { conditions: [{ type: 'Ready', status }] },
  };
}

/** A DaemonSet of kube-system whose pods are all ready, but for what is given. */
export function aDaemonSet(
  name: string,
  changes: { readonly ready?: number; readonly annotations?: object } = {},
) {
  const { ready = 3, annotations = {} } = changes;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'kube-system', annotations },
    spec: { template: { spec: { containers: [{ name, image: `registry.invalid/${name}:1` }] } } },
    status: { desiredNumberScheduled: 3, numberReady: ready },
  };
}

const defenderSets = ['microsoft-defender-collector-ds', 'microsoft-defender-publisher-ds'];
export const goodObjects: readonly object[] = [
  aNamespace('default'),
  aNamespace('shop'),
  aCarefulPod(),
  ...blocksFor('default', 'shop'),
  ...defenderSets.map((each) => aDaemonSet(each)),
  aDaemonSet('kured'),
  aNode('node-1'),
];

const weekly = (name: string): MaintenanceConfiguration => ({
  name,
  window: {
    schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } },
    startTime: '00:00',
    durationHours: 4,
    notAllowedDates: [],
  },
  utcOffset: '+00:00',
  hoursOfWeek: [],
  closures: [],
});

const goodSurroundings: AzureSurroundings = {
  subscriptionId: 's',
  defenderPlan: { name: 'Containers', properties: { pricingTier: 'Standard' } },
  roleAssignments: [aRoleAssignment({ principalType: 'Group' })],
  diagnosticSettings: [
    { name: 'audit', properties: { workspaceId: 'w', logs: ['kube-audit-admin', 'guard'].map(keptLog) } },
  ],
  maintenance: ['aksManagedAutoUpgradeSchedule', 'aksManagedNodeOSUpgradeSchedule'].map(weekly),
  safeguards: null,
  newestImages: { np1: 'AKSUbuntu-2404gen2containerd-202611.20.0' },
};

function keptLog(category: string): object {
  return { category, enabled: true };
}

/** Of the role RBAC Cluster Admin, at the subscription. */
export function aRoleAssignment(properties: object) {
  const role = 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b';
  return {
    name: 'ra-1',
    properties: {
      principalId: 'p-1',
      scope: '/subscriptions/s',
      roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      ...properties,
    },
  };
}
