import { KubeConfig, type V1Pod, Watch } from '@kubernetes/client-node';
import type { DrainBench } from './drain-bench.ts';
import { openPlace } from './drain-bench.ts';

export const replicas = 10;
/** Of each workload, by its budget. */
export const mayBeAway = 2;

/**
 * A node full of pods: so many workloads of 10 pods each (or as many as is said), every one with a budget that lets 2 be away; and
 * another node, where they may go.
 */
export async function fillNode(bench: DrainBench, id: string, workloads: number, pods = replicas) {
  const place = await openPlace(bench, id);
  const names = Array.from({ length: workloads }, (_, index) => `web-${index}`);
  await Promise.all(
    names.map(async (name) => {
      await place.deployment(name, { replicas: pods });
      await place.budget(name, { maxUnavailable: mayBeAway });
    }),
  );
  await place.openOther();
  return place;
}

/** Every change of a namespace's pods, as the API server reports them. */
export interface ServingWatch {
  /** The fewest pods of any app that were ready and not terminating, at any moment since. */
  readonly fewest: () => number;
  readonly stop: () => void;
}

/** Watches from outside, from this moment on, how many pods serve. */
export async function watchServing(kubeconfig: string, namespace: string): Promise<ServingWatch> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const pods = new Map<string, { readonly app: string; readonly isServing: boolean }>();
  let fewest = Number.POSITIVE_INFINITY;
  let seen = 0;
  const controller = await new Watch(config).watch(
    `/api/v1/namespaces/${namespace}/pods`,
    {},
    (type: string, pod: V1Pod) => {
      const { uid = '', labels } = pod.metadata ?? {};
      const app = labels?.app ?? '';
      if (type === 'DELETED') pods.delete(uid);
      else pods.set(uid, { app, isServing: isServing(pod) });
      seen += 1;
      const serving = [...pods.values()].filter((each) => each.isServing && each.app === app).length;
      // The first events are those of the pods that stand already.
      if (type !== 'ADDED') fewest = Math.min(fewest, serving);
    },
    () => undefined,
  );
  return {
    fewest: () => (seen === 0 ? 0 : fewest),
    stop: () => controller.abort(),
  };
}

function isServing({ metadata, status }: V1Pod): boolean {
  const isReady = status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
  return metadata?.deletionTimestamp === undefined && isReady === true;
}
