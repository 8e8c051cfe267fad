import { AppsV1Api, PatchStrategy, setHeaderOptions, type V1Pod } from '@kubernetes/client-node';
import { FailureError } from '#domain/failure-error.ts';
import { findKured, type Kured } from '#domain/reboot/find-kured.ts';
import type { KuredMetric } from '#domain/reboot/judge-reboot-need.ts';
import { refusePrivilegedPod } from '#domain/reboot/privileged-pod.ts';
import type { PrivilegedPodTerms } from '#domain/reboot/reboot-terms.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems, listNodes, selecting } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';
import { type CheckPod, checkPodBody, checkPodLabel } from './check-pod.ts';
import { whyKuredBlocks } from './kured-blocks.ts';
import { findMetrics, type MetricsOfPod, readMetric } from './kured-metrics.ts';
import {
  describeRebootPod,
  type RebootPod,
  rebootPodBody,
  rebootPodLabel,
  rebootPodName,
} from './reboot-pod.ts';
import { toDaemonSetView } from './to-daemon-set-view.ts';
import { type RebootNode, toRebootNode } from './to-reboot-node.ts';

export type { RebootNode } from './to-reboot-node.ts';

/** How the pod that checked for the sentinel ended: its exit code, or why there is none (yet: null). */
type CheckPodEnd = { readonly exitCode: number } | { readonly waiting: string };

/** The lock as it stands; `version` guards what is written after it was read. */
interface KuredLock {
  readonly annotation: string | null;
  readonly version: string;
}

/** What reboots ask of one cluster. Whatever fails leaves as a FailureError. */
export interface RebootClient {
  nodes(pool: string): Promise<readonly RebootNode[]>;
  /** null: it is gone. */
  node(name: string): Promise<RebootNode | null>;
  /** null: there is none. */
  kured(): Promise<Kured | null>;
  readLock(kured: Kured): Promise<KuredLock>;
  /** `annotation` null takes the lock away. Answers false where someone wrote meanwhile. */
  writeLock(kured: Kured, annotation: string | null, version: string): Promise<boolean>;
  /** Why it would not reboot that node now, by its own blockers; null: nothing speaks against it. */
  whyKuredBlocks(kured: Kured, node: string): Promise<string | null>;
  /** Where the metrics of its pods are to be had, by the names of their nodes. */
  kuredMetrics(kured: Kured): Promise<ReadonlyMap<string, MetricsOfPod>>;
  kuredMetric(node: string, at: MetricsOfPod): Promise<KuredMetric>;
  /** One of that name is left as it is. */
  createCheckPod(pod: CheckPod): Promise<void>;
  checkPodEnd(pod: Pick<CheckPod, 'namespace' | 'name'>): Promise<CheckPodEnd>;
  /** Every one of that pool, also those that a worker left when it died. */
  deleteCheckPods(namespace: string, pool: string): Promise<void>;
  /** Throws a FailureError (`not-allowed`) where the worker's environment does not allow that pod. */
  checkPrivilegedPod(terms: PrivilegedPodTerms): void;
  /** One of that name is left as it is. Refuses as `checkPrivilegedPod`. */
  createRebootPod(pod: RebootPod): Promise<void>;
  /** How it ended, or where it stands; null: there is none. */
  findRebootPod(pod: RebootPodPlace): Promise<string | null>;
  /** By force: without waiting for the word of its node's kubelet. */
  deleteRebootPod(pod: RebootPodPlace, options: { readonly isForced: boolean }): Promise<void>;
  /** Every one of that pool: those of campaigns that were terminated. */
  deleteRebootPods(namespace: string, pool: string): Promise<void>;
}

/** What its name is made of. */
export type RebootPodPlace = Pick<RebootPod, 'namespace' | 'node' | 'bootId'>;

/** Everything asked through it ends with the signal. */
export function openRebootClient(
  client: ClusterClient,
  signal: AbortSignal,
  privilegedPodImages: readonly string[],
): RebootClient {
  const checkPrivilegedPod = (terms: PrivilegedPodTerms) => {
    const refused = refusePrivilegedPod(terms, privilegedPodImages);
    if (refused !== null) throw new FailureError(refused);
  };
  const own = client.forWork({ signal, onRequest: () => undefined });
  const apps = own.api(AppsV1Api);
  const ask = <T>(call: () => Promise<T>): Promise<T> => asFailures(call, signal);
  return {
    nodes: (pool) => ask(() => listNodes(own, pool, toRebootNode)),
    node: (name) =>
      ask(() => nullAtStatus([404], async () => toRebootNode(await own.core.readNode({ name })))),
    kured: () =>
      ask(async () => findKured(await listItems(own, '/apis/apps/v1/daemonsets', toDaemonSetView))),
    whyKuredBlocks: (kured, node) =>
      ask(async () => whyKuredBlocks(own, await apps.readNamespacedDaemonSet(placeOf(kured)), node)),
    kuredMetrics: (kured) =>
      ask(async () => findMetrics(own, await apps.readNamespacedDaemonSet(placeOf(kured)))),
    kuredMetric: (node, at) => ask(() => readMetric(own, node, at)),
    readLock: (kured) =>
      ask(async () => {
        const { metadata } = await apps.readNamespacedDaemonSet(placeOf(kured));
        const annotation = metadata?.annotations?.[kured.lockAnnotation] ?? null;
        return { annotation, version: metadata?.resourceVersion ?? '' };
      }),
    writeLock: (kured, annotation, resourceVersion) =>
      ask(() => writeLock(apps, kured, { [kured.lockAnnotation]: annotation }, resourceVersion)),
    createCheckPod: (pod) => ask(() => createPod(own, pod.namespace, checkPodBody(pod))),
    checkPodEnd: (pod) => ask(() => readEnd(own, pod)),
    deleteCheckPods: (namespace, pool) => ask(() => deletePods(own, namespace, `${checkPodLabel}=${pool}`)),
    checkPrivilegedPod,
    createRebootPod: (pod) =>
      ask(async () => {
        checkPrivilegedPod(pod);
        await createPod(own, pod.namespace, rebootPodBody(pod));
      }),
    findRebootPod: (pod) =>
      ask(async () => {
        const place = { namespace: pod.namespace, name: rebootPodName(pod) };
        const found = await nullAtStatus([404], () => own.core.readNamespacedPod(place));
        return found === null ? null : describeRebootPod(found);
      }),
    deleteRebootPod: (pod, { isForced }) =>
      ask(async () => {
        const place = { namespace: pod.namespace, name: rebootPodName(pod) };
        const force = isForced ? { gracePeriodSeconds: 0 } : {};
        await nullAtStatus([404], () => own.core.deleteNamespacedPod({ ...place, ...force }));
      }),
    deleteRebootPods: (namespace, pool) => ask(() => deletePods(own, namespace, `${rebootPodLabel}=${pool}`)),
  };
}

const placeOf = ({ namespace, name }: Kured) => ({ namespace, name });

async function createPod({ core }: ClusterClient, namespace: string, body: V1Pod): Promise<void> {
  await nullAtStatus([409], () => core.createNamespacedPod({ namespace, body }));
}

async function deletePods(client: ClusterClient, namespace: string, labels: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods${selecting('labelSelector', labels)}`;
  const names = await listItems(client, path, ({ metadata }: V1Pod) => metadata?.name ?? '');
  for (const name of names)
    await nullAtStatus([404], () =>
      client.core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }),
    );
}

async function writeLock(
  apps: AppsV1Api,
  kured: Kured,
  annotations: Readonly<Record<string, string | null>>,
  resourceVersion: string,
): Promise<boolean> {
  const body = { metadata: { resourceVersion, annotations } };
  const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  const written = await nullAtStatus([409], () =>
    apps.patchNamespacedDaemonSet({ ...placeOf(kured), body }, merge),
  );
  return written !== null;
}

async function readEnd(
  client: ClusterClient,
  pod: Pick<CheckPod, 'namespace' | 'name'>,
): Promise<CheckPodEnd> {
  const found = await nullAtStatus([404], () =>
    client.core.readNamespacedPod({ namespace: pod.namespace, name: pod.name }),
  );
  if (found === null) return { waiting: 'its pod is gone' };
  const state = found.status?.containerStatuses?.[0]?.state;
  if (state?.terminated !== undefined) return { exitCode: state.terminated.exitCode };
  const reason = state?.waiting?.reason ?? found.status?.reason ?? found.status?.phase ?? 'Pending';
  return { waiting: `its pod did not end: ${reason}` };
}
