import {
  type ClusterHooks,
  KubernetesCluster,
  type NodeInput,
} from '#simulator/kubernetes/cluster/cluster.ts';
import type { Budget, Pod } from '#simulator/kubernetes/objects/kinds.ts';

const START = Date.parse('2026-11-20T08:00:00Z');

/** A queue of virtual time and a small seeded generator: all that a cluster asks of its world. */
export class StillWorld implements ClusterHooks {
  private events: { readonly at: number; readonly run: () => void }[] = [];
  private virtualNow = START;
  private seed = 1;

  now(): number {
    return this.virtualNow;
  }

  schedule(at: number, run: () => void): void {
    this.events = [...this.events, { at, run }].sort((a, b) => a.at - b.at);
  }

  random(): number {
    this.seed = (this.seed * 48_271) % 2_147_483_647;
    return this.seed / 2_147_483_647;
  }

  advance(seconds: number): void {
    const end = this.virtualNow + seconds * 1000;
    for (let next = this.events[0]; next !== undefined && next.at <= end; next = this.events[0]) {
      this.events = this.events.slice(1);
      this.virtualNow = Math.max(this.virtualNow, next.at);
      next.run();
    }
    this.virtualNow = end;
  }
}

export interface SimulatedCluster {
  readonly cluster: KubernetesCluster;
  /** Lets virtual time pass, with everything that happens in it. */
  readonly advance: (seconds: number) => void;
  readonly pods: (app?: string) => readonly Pod[];
  readonly budget: (name: string) => NonNullable<Budget['status']>;
}

/** A cluster with as many ready Linux nodes (node-0, node-1 ...) as asked, workloads started. */
export function aSimulatedCluster(
  given: { readonly nodes?: number; readonly workloads?: readonly object[] } = {},
) {
  const world = new StillWorld();
  const cluster = new KubernetesCluster({ name: 'aks-test', version: '1.33.5' }, world);
  for (let index = 0; index < (given.nodes ?? 3); index += 1)
    cluster.addNode(aNode({ name: `node-${index}` }));
  cluster.apply(given.workloads ?? []);
  world.advance(60);
  const simulated: SimulatedCluster = {
    cluster,
    advance: (seconds) => world.advance(seconds),
    pods: (app) =>
      cluster.state.store.all('pods').filter((pod) => app === undefined || pod.metadata.labels?.app === app),
    budget: (name) => cluster.state.store.get('poddisruptionbudgets', 'shop', name)!.status!,
  };
  return simulated;
}

export function aNode(given: Partial<NodeInput> & { readonly name: string }): NodeInput {
  return {
    pool: 'system',
    osType: 'Linux',
    kubeletVersion: '1.33.5',
    nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202611.01.0',
    vmSize: 'Standard_D4ds_v5',
    mode: 'System',
    ready: true,
    ...given,
  };
}

interface WorkloadInput {
  readonly name?: string;
  readonly replicas?: number;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

export function aDeployment({ name = 'web', replicas = 3, ...pod }: WorkloadInput = {}) {
  const template = podTemplate(name, pod);
  const spec = { replicas, selector: { matchLabels: { app: name } }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop' }, spec };
}

export function aDaemonSet({ name = 'agent', ...pod }: WorkloadInput = {}) {
  const spec = { selector: { matchLabels: { app: name } }, template: podTemplate(name, pod) };
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name, namespace: 'shop' }, spec };
}

export function aStatefulSet({ name = 'db', replicas = 3, ...pod }: WorkloadInput = {}) {
  const spec = { replicas, selector: { matchLabels: { app: name } }, template: podTemplate(name, pod) };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace: 'shop' }, spec };
}

export function aJob({ name = 'import', annotations, ...rules }: JobInput = {}) {
  const { spec, ...template } = podTemplate(name, { annotations });
  const once = { ...template, spec: { ...spec, restartPolicy: 'Never' } };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'shop' },
    spec: { ...rules, template: once },
  };
}

interface JobInput {
  readonly name?: string;
  readonly annotations?: WorkloadInput['annotations'];
  readonly completions?: number;
  readonly parallelism?: number;
  readonly backoffLimit?: number;
}

export function aBudget(given: Readonly<Record<string, unknown>> & { readonly name?: string } = {}) {
  const { name = 'web', ...rules } = given;
  const spec = { selector: { matchLabels: { app: 'web' } }, ...rules };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'shop' },
    spec,
  };
}

function podTemplate(app: string, { annotations, nodeSelector }: WorkloadInput) {
  return {
    metadata: { labels: { app }, ...(annotations && { annotations }) },
    spec: { containers: [{ name: 'main', image: `${app}:1` }], ...(nodeSelector && { nodeSelector }) },
  };
}
