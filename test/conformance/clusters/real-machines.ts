import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import type { ControlPlaneAccess } from '../../processes/control-plane.ts';
import { acceptedOperations } from '../../simulated/accepted-operations.ts';
import type { Simulator } from '../../simulated/simulator.ts';
import { untilPasses } from './until-passes.ts';

const merge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);

function coreOf(kubeconfig: string): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config.makeApiClient(CoreV1Api);
}

/** The nodes of a simulated cluster at a real API server: their machines are the simulator's, the rest is real. */
export async function registerNodes(access: ControlPlaneAccess, simulator: Simulator, cluster: string) {
  const core = coreOf(access.kubeconfig);
  const { kubeconfigFile } = simulator.ready.clusters.find(({ name }) => name === cluster)!;
  const { items } = await coreOf(readFileSync(kubeconfigFile, 'utf8')).listNode();
  const names = items.map(({ metadata }) => metadata!.name!).toSorted();
  for (const { metadata, spec, status } of items) {
    const { name = '', labels = {} } = metadata!;
    await core.createNode({ body: { metadata: { name, labels }, spec: spec!, status: status! } });
  }
  const read = async () => {
    const found = await Promise.all(names.map((name) => core.readNode({ name })));
    return found.map(({ metadata, spec, status }) => ({
      name: metadata!.name!,
      bootId: status!.nodeInfo!.bootID,
      isReady: status!.conditions!.find(({ type }) => type === 'Ready')!.status === 'True',
      isCordoned: spec!.unschedulable === true,
      isOpen: spec!.taints === undefined || spec!.taints.length === 0,
    }));
  };
  await untilPasses(async () => {
    if ((await read()).some(({ isOpen }) => !isOpen)) throw new Error('the nodes are not ready');
  });
  const patch = (name: string, body: object) => core.patchNode({ name, body }, merge);
  return {
    names,
    read,
    cordon: (name: string) => patch(name, { spec: { unschedulable: true } }),
    /** As kured does it (`--annotate-nodes`). */
    letWait: async (...waiting: readonly string[]) => {
      const annotations = { 'weave.works/kured-reboot-in-progress': '2026-11-20T08:00:00Z' };
      for (const name of waiting) await patch(name, { metadata: { annotations } });
    },
    remove: async () => {
      for (const name of names) await core.deleteNode({ name });
    },
    /** Whatever Azure restarts goes down, and comes up in another boot (stages.yaml). */
    runMachines: () => {
      const asked = async () =>
        (await acceptedOperations(simulator))
          .filter((each) => each.cluster === cluster && each.kind === 'restart-machine')
          .map(({ to }) => to!);
      return runMachines(asked, { read, patch });
    },
    /** Likewise whatever a pod of a namespace asks the systemd of its node for: it is that of kwok, which runs nothing. */
    runSystemd: (namespace: string) => {
      const seen = new Map<string, string>();
      const asked = async () => {
        const { items } = await core.listNamespacedPod({ namespace });
        for (const { metadata, spec, status } of items)
          if (status?.phase !== 'Pending') seen.set(metadata!.uid!, spec!.nodeName!);
        return [...seen.values()];
      };
      return runMachines(asked, { read, patch });
    },
  };
}

interface NodesAt {
  readonly read: () => Promise<readonly { readonly name: string; readonly isReady: boolean }[]>;
  readonly patch: (name: string, body: object) => Promise<unknown>;
}

/** `asked`: the nodes whose reboot was asked for, from the first on. */
function runMachines(asked: () => Promise<readonly string[]>, { read, patch }: NodesAt) {
  let isOver = false;
  /** Each restart, and who else was not Ready when it was accepted. */
  const restarts: { readonly node: string; readonly alsoDown: readonly string[] }[] = [];
  const run = async () => {
    while (!isOver) {
      for (const node of (await asked()).slice(restarts.length)) {
        const down = (await read()).filter(({ isReady }) => !isReady);
        restarts.push({ node, alsoDown: down.map(({ name }) => name) });
        await patch(node, { metadata: { annotations: { 'simulator.drydock.dev/boot': randomUUID() } } });
      }
      await pause(50);
    }
  };
  const running = run();
  running.catch(() => undefined);
  return {
    restarts,
    stop: async () => {
      isOver = true;
      await running;
    },
  };
}
