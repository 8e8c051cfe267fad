import type { NodeInput } from '../kubernetes/cluster/cluster.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../values/json-value.ts';
import type { AgentPool } from './agent-pool.ts';
import type { ManagedCluster } from './managed-cluster.ts';

export const imageLabel = 'kubernetes.azure.com/node-image-version';

export interface NodeBirth {
  readonly name: string;
  readonly version: string;
  readonly image: string;
  readonly isReady?: boolean;
}

/** Registers a machine of a pool (again, if it was there) with the cluster's Kubernetes. */
export function addNode(cluster: ManagedCluster, pool: AgentPool, birth: NodeBirth): void {
  cluster.kubernetes.addNode(nodeOf(pool, birth));
}

/** The machine as Kubernetes gets to know it, labelled and tainted as the pool says. */
export function nodeOf(pool: AgentPool, birth: NodeBirth): NodeInput {
  return {
    name: birth.name,
    pool: pool.name,
    osType: pool.osType,
    kubeletVersion: birth.version,
    nodeImageVersion: birth.image,
    vmSize: textAt(pool.properties, 'vmSize') ?? 'Standard_D4ds_v5',
    mode: textAt(pool.properties, 'mode') === 'System' ? 'System' : 'User',
    zone: zoneOf(birth.name, pool.properties.availabilityZones),
    ready: birth.isReady ?? true,
    labels: texts(objectAt(pool.properties, 'nodeLabels')),
    taints: taints(pool.properties.nodeTaints),
  };
}

/** Machines of a scale set are spread over its zones. */
function zoneOf(name: string, zones: JsonObject[string]): string | undefined {
  if (!Array.isArray(zones) || zones.length === 0) return undefined;
  const instance = Number.parseInt(name.slice(-instanceDigits), 36);
  return String(zones[(Number.isNaN(instance) ? 0 : instance) % zones.length]);
}

const instanceDigits = 6;

function texts(labels: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.keys(labels).map((key) => [key, textAt(labels, key) ?? '']));
}

/** `key=value:Effect` as ARM writes it -> the taint as Kubernetes does. */
function taints(value: JsonObject[string]): { key: string; value: string; effect: string }[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((taint) => typeof taint === 'string' && !isObject(taint))
    .map((taint) => {
      const [pair = '', effect = 'NoSchedule'] = String(taint).split(':');
      const [key = '', held = ''] = pair.split('=');
      return { key, value: held, effect };
    });
}
