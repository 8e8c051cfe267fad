import type { Node, Taint } from '../objects/kinds.ts';
import type { ClusterState } from '../store/cluster-state.ts';

export interface NodeInput {
  readonly name: string;
  readonly pool: string;
  readonly osType: 'Linux' | 'Windows';
  readonly kubeletVersion: string;
  readonly nodeImageVersion: string;
  readonly vmSize: string;
  readonly mode: 'System' | 'User';
  readonly zone?: string | undefined;
  readonly ready: boolean;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly Taint[] | undefined;
}

/** Where the cluster's machines live in Azure; only names, no other room is asked. */
export interface NodePlace {
  readonly subscriptionId: string;
  readonly nodeResourceGroup: string;
  readonly location: string;
}

/** A node object as AKS registers it, with the labels AKS sets. */
export function aksNode(state: ClusterState, input: NodeInput, place: NodePlace): Node {
  const { name, pool } = input;
  return {
    metadata: state.newMetadata({
      name,
      labels: { ...input.labels, ...aksLabels(input, place) },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    }),
    spec: {
      providerID: `azure:///subscriptions/${place.subscriptionId}/resourceGroups/${place.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/${scaleSetOf(name, pool)}/virtualMachines/${instanceOf(name)}`,
      ...(input.taints === undefined ? {} : { taints: [...input.taints] }),
    },
    status: {
      capacity: { cpu: '4', memory: '16374804Ki', pods: '110' },
      allocatable: { cpu: '3860m', memory: '13592804Ki', pods: '110' },
      addresses: [{ type: 'Hostname', address: name }],
      conditions: nodeConditions(state, input.ready),
      nodeInfo: nodeInfo(state, input),
    },
  };
}

interface SystemFacts {
  readonly containerRuntimeVersion: string;
  readonly kernelVersion: string;
  readonly osImage: string;
}

const UBUNTU: SystemFacts = {
  containerRuntimeVersion: 'containerd://1.7.28-1',
  kernelVersion: '5.15.0-1089-azure',
  osImage: 'Ubuntu 22.04.5 LTS',
};
const AZURE_LINUX: SystemFacts = {
  containerRuntimeVersion: 'containerd://2.0.0',
  kernelVersion: '6.6.96.1-1.azl3',
  osImage: 'Microsoft Azure Linux 3.0',
};
const WINDOWS: SystemFacts = {
  containerRuntimeVersion: 'containerd://1.7.20+azure',
  kernelVersion: '10.0.20348.4171',
  osImage: 'Windows Server 2022 Datacenter',
};

function nodeInfo(state: ClusterState, { osType, kubeletVersion, nodeImageVersion }: NodeInput) {
  const linux = nodeImageVersion.includes('AzureLinux') ? AZURE_LINUX : UBUNTU;
  return {
    architecture: 'amd64',
    bootID: state.uid(),
    kubeProxyVersion: '',
    kubeletVersion: `v${kubeletVersion.replace(/^v/, '')}`,
    machineID: state.uid().replaceAll('-', ''),
    operatingSystem: osType.toLowerCase(),
    systemUUID: state.uid(),
    ...(osType === 'Windows' ? WINDOWS : linux),
  };
}

const PRESSURES = {
  MemoryPressure: 'KubeletHasSufficientMemory',
  DiskPressure: 'KubeletHasNoDiskPressure',
  PIDPressure: 'KubeletHasSufficientPID',
};

function nodeConditions(state: ClusterState, isReady: boolean) {
  const pressures = Object.entries(PRESSURES).map(([type, reason]) => ({
    type,
    status: 'False' as const,
    reason,
    lastTransitionTime: state.timestamp(),
  }));
  return [...pressures, { ...readyCondition(isReady), lastTransitionTime: state.timestamp() }];
}

/** The Ready condition of a node that is up, or that its kubelet reports as not ready. */
export function readyCondition(isReady: boolean) {
  return isReady
    ? {
        type: 'Ready',
        status: 'True' as const,
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
      }
    : {
        type: 'Ready',
        status: 'False' as const,
        reason: 'KubeletNotReady',
        message: 'container runtime is down',
      };
}

function aksLabels(input: NodeInput, place: NodePlace): Record<string, string> {
  const os = input.osType.toLowerCase();
  const mode = input.mode.toLowerCase();
  return {
    agentpool: input.pool,
    'kubernetes.azure.com/agentpool': input.pool,
    'kubernetes.azure.com/cluster': place.nodeResourceGroup,
    'kubernetes.azure.com/mode': mode,
    'kubernetes.azure.com/node-image-version': input.nodeImageVersion,
    'kubernetes.azure.com/role': 'agent',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': input.name,
    'kubernetes.io/os': os,
    'node.kubernetes.io/instance-type': input.vmSize,
    'topology.kubernetes.io/region': place.location,
    'topology.kubernetes.io/zone': input.zone === undefined ? '0' : `${place.location}-${input.zone}`,
  };
}

function scaleSetOf(nodeName: string, pool: string): string {
  return /^(.*vmss)[0-9a-z]{6}$/.exec(nodeName)?.[1] ?? `aks${pool}`;
}

// The last six characters of an AKS node name are the instance number in base 36.
function instanceOf(nodeName: string): number {
  const instance = Number.parseInt(nodeName.slice(-6), 36);
  return Number.isNaN(instance) ? 0 : instance;
}
