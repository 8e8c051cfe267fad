import type { KubernetesCluster } from '../kubernetes/cluster/cluster.ts';
import { type JsonObject, objectAt, textAt } from '../values/json-value.ts';
import type { AgentPool } from './agent-pool.ts';
import type { Operation } from './operation.ts';
import type { AroundCluster } from './related-resources.ts';

/** A cluster: its document as it stands on the wire (without the pools), its pools, its Kubernetes, what runs on it. */
export class ManagedCluster {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly pools: AgentPool[];
  readonly #seed: () => KubernetesCluster;
  #kubernetes: KubernetesCluster | undefined;
  readonly running = new Set<Operation>();
  /** The last operation that Microsoft.Compute was asked for, of each machine by its node. */
  readonly restarts = new Map<string, Operation>();
  /** How many operations were ever accepted here. */
  accepted = 0;
  /** Maintenance configurations; they are shown, the automatic channel comes by scheduled events. */
  maintenance: readonly { readonly name: string; readonly properties: JsonObject }[] = [];
  /** Of an API server elsewhere; undefined: its own is simulated. */
  kubeconfig: string | undefined;
  /** What other providers keep about it. */
  around: AroundCluster = { roleAssignments: [], diagnosticSettings: [] };
  /** Everything but `properties` and the pools: location, tags, sku, identity, eTag. */
  envelope: JsonObject;
  properties: JsonObject;

  constructor(
    place: { readonly subscription: string; readonly group: string; readonly name: string },
    envelope: JsonObject,
    properties: JsonObject,
    pools: AgentPool[],
    seed: () => KubernetesCluster,
  ) {
    this.subscription = place.subscription;
    this.group = place.group;
    this.name = place.name;
    this.envelope = envelope;
    this.properties = properties;
    this.pools = pools;
    this.#seed = seed;
  }

  /** Built when it is first asked for. */
  get kubernetes(): KubernetesCluster {
    this.#kubernetes ??= this.#seed();
    return this.#kubernetes;
  }

  /** With `resourcegroups` in lower case, as the service writes it. */
  get id(): string {
    return `/subscriptions/${this.subscription}/resourcegroups/${this.group}/providers/Microsoft.ContainerService/managedClusters/${this.name}`;
  }

  get location(): string {
    return textAt(this.envelope, 'location') ?? '';
  }

  get version(): string {
    return textAt(this.properties, 'currentKubernetesVersion') ?? '';
  }

  get isStopped(): boolean {
    return objectAt(this.properties, 'powerState').code === 'Stopped';
  }

  get upgradeChannel(): string | undefined {
    const channel = textAt(objectAt(this.properties, 'autoUpgradeProfile'), 'upgradeChannel');
    return channel === 'none' ? undefined : channel;
  }

  /** Where its Kubernetes API lives below the simulator's origin. */
  get kubernetesPath(): string {
    return `/k8s/${this.subscription}/${this.group}/${this.name}`;
  }

  pool(name: string): AgentPool | undefined {
    return this.pools.find((pool) => pool.name === name.toLowerCase());
  }

  document(): JsonObject {
    return {
      id: this.id,
      name: this.name,
      type: 'Microsoft.ContainerService/ManagedClusters',
      ...this.envelope,
      properties: { ...this.properties, agentPoolProfiles: this.pools.map((pool) => pool.profile()) },
    };
  }
}
