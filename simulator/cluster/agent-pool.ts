import { type JsonObject, numberAt, objectAt, textAt } from '../values/json-value.ts';
import { nodeName, type OsType } from './lifecycle.ts';
import { shownPool } from './shown-pool.ts';

/** A pair that a pool has left behind. */
export interface UsedVersion {
  readonly version: string;
  readonly image: string;
  /** Simulated instant at which it was left. */
  readonly leftMs: number;
}

/** What is left of a blue-green upgrade that was interrupted. */
export interface BlueGreenState {
  /** Blue nodes without a pod to move. */
  readonly drained: Set<string>;
  /** Simulated instant at which the final soak began; null: it has not. */
  finalSoakSinceMs: number | null;
}

/** A node pool: its properties as they stand on the wire, and what ARM does not show. */
export class AgentPool {
  readonly name: string;
  /** Names of surge nodes that are still there; of a blue-green upgrade, its green nodes. */
  readonly surge = new Set<string>();
  /** A blue-green upgrade that has not come to its end; null: there is none. */
  blueGreen: BlueGreenState | null = null;
  /** Pairs the pool has left behind, newest first. */
  recentlyUsed: readonly UsedVersion[] = [];
  /** The image that an upgrade was on its way to when it ended before its end. */
  goalImage: string | null = null;
  /** The image that the last rollback went to: what continues with it, even once it has Succeeded, keeps it. */
  imageGoneBackTo: string | null = null;
  readonly #hash: string;
  properties: JsonObject;
  #nextNode = 0;

  constructor(name: string, properties: JsonObject, hash: string) {
    this.name = name;
    this.properties = properties;
    this.#hash = hash;
  }

  get osType(): OsType {
    return this.properties.osType === 'Windows' ? 'Windows' : 'Linux';
  }

  get osSku(): string {
    return textAt(this.properties, 'osSKU') ?? 'Ubuntu';
  }

  get version(): string {
    return textAt(this.properties, 'currentOrchestratorVersion') ?? '';
  }

  get image(): string {
    return textAt(this.properties, 'nodeImageVersion') ?? '';
  }

  get upgradeSettings(): JsonObject {
    return objectAt(this.properties, 'upgradeSettings');
  }

  get isBlueGreen(): boolean {
    return this.properties.upgradeStrategy === 'BlueGreen';
  }

  get blueGreenSettings(): JsonObject {
    return objectAt(this.properties, 'upgradeSettingsBlueGreen');
  }

  /** Simulated instant at which its final soak ends; null: it is in none. */
  get finalSoakEndsMs(): number | null {
    const since = this.blueGreen?.finalSoakSinceMs ?? null;
    const minutes = numberAt(this.blueGreenSettings, 'finalSoakDurationInMinutes', 60);
    return since === null ? null : since + minutes * 60_000;
  }

  get drainTimeoutMinutes(): number {
    const settings = this.isBlueGreen ? this.blueGreenSettings : this.upgradeSettings;
    return numberAt(settings, 'drainTimeoutInMinutes', 30);
  }

  newNodeName(): string {
    return nodeName(this.name, this.osType, this.#hash, this.#nextNode++);
  }

  /** The pool as a resource of its own. */
  document(clusterId: string): JsonObject {
    return {
      id: `${clusterId}/agentPools/${this.name}`,
      name: this.name,
      ...(this.properties.mode === 'Machines'
        ? {}
        : { type: 'Microsoft.ContainerService/managedClusters/agentPools' }),
      properties: shownPool(this.properties),
    };
  }

  /** The pool as an entry of its cluster's `agentPoolProfiles`. */
  profile(): JsonObject {
    return { name: this.name, ...shownPool(this.properties) };
  }
}

/** Pools of these modes are always of VirtualMachines (recorded). */
export function isOfAks(mode: JsonObject[string]): boolean {
  return mode === 'ManagedSystem' || mode === 'Machines';
}

/** A Spot pool has none: recorded as `upgradeSettings: {}`. */
export function defaultUpgradeSettings({ scaleSetPriority }: JsonObject): JsonObject {
  return scaleSetPriority === 'Spot' ? {} : { maxSurge: '10%', maxUnavailable: '0' };
}
