import { CoreV1Api, KubeConfig, type V1Node } from '@kubernetes/client-node';
import { KubernetesCluster } from '#simulator/kubernetes/cluster/cluster.ts';
import type { AnyKind } from '#simulator/kubernetes/objects/kinds.ts';
import type { ControlPlaneAccess } from '../../processes/control-plane.ts';
import { serveCluster } from '../../simulated/served-cluster.ts';
import { aNode, StillWorld } from '../../simulated/simulated-cluster.ts';
import { untilPasses } from './until-passes.ts';
import { wallClockWorld } from './wall-clock-world.ts';

/** A cluster that questions are put to: a real API server with its controllers, or the simulator's. */
export interface ClusterUnderTest {
  readonly name: 'real' | 'simulated';
  /** Text, with the token of one who may do everything. */
  readonly kubeconfig: string;
  /** Registers a ready Linux node of pool `system`, as AKS does. */
  readonly addNode: (name: string, labels?: Readonly<Record<string, string>>) => Promise<void>;
  /** Takes it out again, and its pods with it. */
  readonly removeNode: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How much faster time passes in the simulated cluster: its pods take seconds to start and to end. */
const simulatedSpeed = 10;

export async function openSimulatedCluster(): Promise<ClusterUnderTest> {
  const cluster = new KubernetesCluster(
    { name: 'aks-test', version: '1.36.3' },
    wallClockWorld(simulatedSpeed),
  );
  const served = await serveCluster(() => cluster);
  return {
    name: 'simulated',
    kubeconfig: served.kubeConfig().exportConfig(),
    addNode: async (name, labels) => cluster.addNode(aNode({ name, labels })),
    removeNode: async (name) => cluster.removeNode(name),
    close: () => served.close(),
  };
}

/** Its nodes register with what the simulator's would say of themselves. */
export function useRealCluster({ kubeconfig }: ControlPlaneAccess): ClusterUnderTest {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  return {
    name: 'real',
    kubeconfig,
    async addNode(name, labels) {
      await core.createNode({ body: nodeManifest(name, labels) });
      await untilPasses(async () => {
        const { spec } = await core.readNode({ name });
        if (spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready'))
          throw new Error(`node ${name} is not ready`);
      });
    },
    async removeNode(name) {
      await core.deleteNode({ name });
    },
    close: async () => undefined,
  };
}

function nodeManifest(name: string, ownLabels: Readonly<Record<string, string>> = {}): V1Node {
  const cluster = new KubernetesCluster({ name: 'aks-test', version: '1.36.3' }, new StillWorld());
  cluster.addNode(aNode({ name, labels: ownLabels }));
  const node: AnyKind = cluster.state.store.get('nodes', undefined, name)!;
  const { labels, annotations } = node.metadata;
  return { ...node, apiVersion: 'v1', kind: 'Node', metadata: { name, labels, annotations } } as never;
}
