import { type Audit, auditCluster, type ControlReport } from '#domain/audit/audit.ts';
import { readArm } from '#domain/audit/azure/arm-view.ts';
import type { AuditedCluster } from '#domain/audit/cluster/audited-cluster.ts';
import { type AuditOptions, clusterOfManifests } from '#domain/audit/cluster/cluster-of-manifests.ts';
import type { ControlWaiver } from '#domain/audit/control/apply-waiver.ts';
import { anEgressPolicy, toBlock } from './a-network-policy.ts';

export type Given = Partial<Omit<AuditOptions, 'arm'>> & {
  readonly objects?: readonly object[];
  /** Changes of an Azure cluster that keeps every control; left out: Azure is not asked. */
  readonly arm?: object;
  /** Its pools; without them it has one of Linux. */
  readonly pools?: readonly object[];
  readonly waivers?: readonly ControlWaiver[];
};

export const auditedAt = Date.parse('2026-11-27T00:00:00Z');

export function audited(given: Given): Audit {
  return auditCluster(anAuditedCluster(given), given.waivers, 'strict');
}

export function anAuditedCluster({ objects = [], arm, pools, ...given }: Given): AuditedCluster {
  const { engine = null, targetMinor = null, pssMinor = 37, pssLevel = null, now = auditedAt } = given;
  const view = arm === undefined ? null : readArm([anAzureCluster(arm), ...(pools ?? [anAzurePool()])]);
  const { cluster } = clusterOfManifests(
    objects.map((each) => ({ ...each })),
    { arm: view, engine, targetMinor, pssMinor, pssLevel, now },
  );
  return cluster;
}

/** What the audit says of one control. */
export function judged(id: string, given: Given): ControlReport {
  const report = audited(given).controls.find((each) => each.id === id);
  if (report === undefined) throw new Error(`no control ${id}`);
  return report;
}

/** "FAIL Deployment/shop/web main" */
export function gist({ status, evidence }: ControlReport): string {
  const resources = evidence.map(({ resource, container }) =>
    [resource, container].filter(Boolean).join(' '),
  );
  return [status, ...new Set(resources)].join(' ');
}

/** A namespace that keeps every control of its own. */
export function aNamespace(name: string, labels: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', ...labels } },
  };
}

/** The block of the metadata address for each of these namespaces. */
export function blocksFor(...namespaces: readonly string[]): readonly object[] {
  return namespaces.map((namespace) => {
    const policy = anEgressPolicy('block', toBlock('0.0.0.0/0', '169.254.169.254/32'));
    return { ...policy, metadata: { name: 'block', namespace } };
  });
}

export function anAzureCluster(changes: object = {}): object {
  return {
    id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks-1',
    name: 'aks-1',
    type: 'Microsoft.ContainerService/ManagedClusters',
    currentKubernetesVersion: '1.36.1',
    enableRbac: true,
    disableLocalAccounts: true,
    publicNetworkAccess: 'Disabled',
    aadProfile: { managed: true, enableAzureRbac: true },
    apiServerAccessProfile: { disableRunCommand: true },
    autoUpgradeProfile: { upgradeChannel: 'patch', nodeOsUpgradeChannel: 'NodeImage' },
    networkProfile: { networkPlugin: 'azure', networkPolicy: 'calico', podLinkLocalAccess: 'None' },
    nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
    securityProfile: { defender: { securityMonitoring: { enabled: true } } },
    ...changes,
  };
}

export function anAzurePool(changes: object = {}): object {
  return {
    name: 'np1',
    type: 'Microsoft.ContainerService/managedClusters/agentPools',
    osType: 'Linux',
    osSku: 'Ubuntu',
    currentOrchestratorVersion: '1.36.1',
    nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202611.20.0',
    securityProfile: { sshAccess: 'Disabled' },
    ...changes,
  };
}

export function aWindowsPool(changes: object = {}): object {
  return anAzurePool({
    name: 'win',
    osType: 'Windows',
    osSku: 'Windows2022',
    nodeImageVersion: 'AKSWindows-2022-containerd-20348.5386.261115',
    upgradeSettings: { drainTimeoutInMinutes: 60, nodeSoakDurationInMinutes: 10 },
    ...changes,
  });
}
