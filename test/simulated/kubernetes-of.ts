import {
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  PolicyV1Api,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import type { Simulator } from './simulator.ts';

/** Someone else with the cluster's kubeconfig: its owners at work. */
export async function kubernetesOf(simulator: Simulator, cluster: string) {
  const { resourceId } = simulator.ready.clusters.find((each) => each.name === cluster)!;
  const config = new KubeConfig();
  const gateways = openGateways(gatewaySettingsFrom(process.env));
  config.loadFromString(await gateways.azure.userKubeconfig(resourceId));
  await gateways.close();
  const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
  return {
    patchDeployment: (namespace: string, deployment: string, body: object) =>
      config
        .makeApiClient(AppsV1Api)
        .patchNamespacedDeployment({ name: deployment, namespace, body }, strategic),
    deleteBudget: (namespace: string, name: string) =>
      config.makeApiClient(PolicyV1Api).deleteNamespacedPodDisruptionBudget({ namespace, name }),
    /** How many pods of a deployment are available. */
    availableOf: async (namespace: string, name: string) =>
      (await config.makeApiClient(AppsV1Api).readNamespacedDeployment({ name, namespace })).status
        ?.availableReplicas ?? 0,
    /** What each node says of its image. */
    nodeImages: async () =>
      (await config.makeApiClient(CoreV1Api).listNode()).items.map(
        ({ metadata }) => metadata?.labels?.['kubernetes.azure.com/node-image-version'],
      ),
    /** What each node says of itself, by name. */
    nodes: async () =>
      (await config.makeApiClient(CoreV1Api).listNode()).items
        .map(({ metadata, spec, status }) => ({
          name: metadata?.name ?? '',
          pool: metadata?.labels?.agentpool,
          bootId: status?.nodeInfo?.bootID,
          isCordoned: spec?.unschedulable === true,
          isReady: status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
        }))
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    /** How often each node was seen to come up in another boot, by its name. */
    boots: async () => {
      const { items } = await config.makeApiClient(CoreV1Api).listEventForAllNamespaces();
      const boots: Record<string, number> = {};
      for (const { reason, count = 1, involvedObject } of items)
        if (reason === 'Rebooted')
          boots[involvedObject.name ?? ''] = (boots[involvedObject.name ?? ''] ?? 0) + count;
      return boots;
    },
    /** What a repaired kubelet would say. */
    makeReady: (name: string) =>
      config
        .makeApiClient(CoreV1Api)
        .patchNodeStatus(
          { name, body: { status: { conditions: [{ type: 'Ready', status: 'True' }] } } },
          strategic,
        ),
    cordon: (name: string) =>
      config.makeApiClient(CoreV1Api).patchNode({ name, body: { spec: { unschedulable: true } } }, strategic),
    podNames: async (namespace: string) =>
      (await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace })).items.map(
        ({ metadata }) => metadata?.name,
      ),
    /** Where the pods of a namespace run. */
    nodesOf: async (namespace: string) =>
      (await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace })).items.map(
        ({ spec }) => spec?.nodeName,
      ),
    annotateDaemonSet: (
      namespace: string,
      name: string,
      annotations: Readonly<Record<string, string | null>>,
    ) =>
      config
        .makeApiClient(AppsV1Api)
        .patchNamespacedDaemonSet({ namespace, name, body: { metadata: { annotations } } }, strategic),
    daemonSetAnnotations: async (namespace: string, name: string) =>
      (await config.makeApiClient(AppsV1Api).readNamespacedDaemonSet({ namespace, name })).metadata
        ?.annotations ?? {},
    createJob: (namespace: string, body: object) =>
      config.makeApiClient(BatchV1Api).createNamespacedJob({ namespace, body }),
  };
}
