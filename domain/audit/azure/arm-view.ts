import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { type ArmFields, fieldsOf } from './arm-fields.ts';

/** What Azure says of a cluster and its pools: `az aks show`, `az aks nodepool list`, or the bodies of `az rest`. */
export interface ArmView {
  /** null: only pools were given. */
  readonly cluster: ArmResource | null;
  readonly pools: readonly ArmResource[];
}

export interface ArmResource {
  /** "ManagedCluster/aks-1", "AgentPool/np1" */
  readonly resource: string;
  readonly fields: ArmFields;
}

export function isForWindows({ fields }: ArmResource): boolean {
  return textOf(fields('osType')).toLowerCase() === 'windows';
}

/** Sorts JSON documents of Azure out; null: one of them is none of a cluster, a pool or a list of them, or there are two clusters. */
export function readArm(documents: readonly unknown[]): ArmView | null {
  const given = documents.flatMap(resourcesIn);
  const found = given.filter(isObject);
  if (found.length === 0 || found.length < given.length || found.some((each) => kindOf(each) === null))
    return null;
  const clusters = found.filter((each) => kindOf(each) === 'cluster');
  const pools = found.filter((each) => kindOf(each) === 'pool');
  const [cluster, another] = clusters;
  if (another !== undefined) return null;
  const inline = cluster === undefined ? undefined : fieldsOf(cluster)('agentPoolProfiles');
  const profiles = Array.isArray(inline) ? inline.filter(isObject) : [];
  const own = pools.length > 0 ? pools : profiles;
  return {
    cluster: cluster === undefined ? null : asResource('ManagedCluster', cluster),
    pools: own.map((each, at) => asResource('AgentPool', each, `(item ${at + 1})`)),
  };
}

type Json = Readonly<Record<string, unknown>>;

function resourcesIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  return isObject(document) && Array.isArray(document.value) ? document.value : [document];
}

function kindOf(document: Json): 'cluster' | 'pool' | null {
  const type = textOf(document.type).toLowerCase();
  if (type.endsWith('/agentpools')) return 'pool';
  if (type.endsWith('/managedclusters')) return 'cluster';
  const has = (path: string) => fieldsOf(document)(path) !== undefined;
  if (has('agentPoolProfiles') || has('dnsPrefix') || has('networkProfile')) return 'cluster';
  return has('vmSize') || has('orchestratorVersion') || has('nodeImageVersion') ? 'pool' : null;
}

function asResource(kind: string, document: Json, nameless = ''): ArmResource {
  return { resource: `${kind}/${textOf(document.name) || nameless}`, fields: fieldsOf(document) };
}
