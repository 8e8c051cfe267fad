import { kindName } from '../../kind-name.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { type CalicoPolicy, type CalicoPolicySpec, readCalicoPolicy } from './calico-policy.ts';
import type { CalicoTier } from './calico-reach.ts';
import type { CidrGroups, CiliumRule } from './cilium-policy.ts';
import type { NetworkPolicy } from './kubernetes-policy.ts';
import { whyRefused } from './refused-policy.ts';

/** Anyone who makes network policies hold; 'none': no one does. */
export type NetworkPolicyEngine = 'azure' | 'calico' | 'cilium' | 'none';

/** Every policy of a cluster that is about egress, read once for all pods. */
export interface NetworkPolicies {
  readonly kubernetes: readonly NetworkPolicy[];
  /** Those of Kubernetes that no API server takes: they hold nowhere. */
  readonly refused: readonly RefusedPolicy[];
  readonly cilium: readonly CiliumRule[];
  readonly cidrGroups: CidrGroups;
  readonly calico: readonly CalicoPolicy[];
  readonly tiers: readonly CalicoTier[];
  /** Names of policies of policy.networking.k8s.io, which are not decided here. */
  readonly ofAdministrators: readonly string[];
}

interface RefusedPolicy {
  readonly policy: NetworkPolicy;
  readonly why: string;
}

/** Sorts a cluster's policies out. One that cannot be read no API server takes: it counts as not there. */
export function readNetworkPolicies(objects: readonly KubernetesObject[]): {
  readonly policies: NetworkPolicies;
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const of = (kinds: readonly string[]) =>
    objects.filter((each) => kinds.includes(`${groupOf(each)} ${textOf(each.kind)}`));
  const ofKubernetes = of(['networking.k8s.io NetworkPolicy'])
    .flatMap((each) => read<NetworkPolicy>('NetworkPolicy', each))
    .map((policy) => ({ policy, why: whyRefused(policy) }));
  const hasNetworkSets = of(networkSetKinds).length > 0;
  const policies: NetworkPolicies = {
    kubernetes: ofKubernetes.filter(({ why }) => why === null).map(({ policy }) => policy),
    refused: ofKubernetes.flatMap(({ policy, why }) => (why === null ? [] : [{ policy, why }])),
    cilium: of(ciliumKinds).flatMap((each) =>
      read<CiliumObject>('CiliumPolicy', each).flatMap((policy) => rulesOf(each, policy)),
    ),
    cidrGroups: Object.fromEntries(
      of(['cilium.io CiliumCIDRGroup'])
        .flatMap((each) => read<CidrGroup>('CiliumCidrGroup', each))
        .map(({ metadata, spec }) => [metadata?.name ?? '', spec?.externalCIDRs ?? []]),
    ),
    calico: of(calicoKinds).flatMap((each) =>
      read<CalicoObject>('CalicoPolicy', each).map((policy) => asCalico(each, policy, hasNetworkSets)),
    ),
    tiers: of(tierKinds)
      .flatMap((each) => read<TierObject>('CalicoTier', each))
      .map(({ metadata, spec: { defaultAction = 'Deny', ...order } = {} }) => ({
        name: metadata?.name ?? '',
        defaultAction,
        ...order,
      })),
    ofAdministrators: objects.filter((each) => groupOf(each) === 'policy.networking.k8s.io').map(nameOf),
  };
  return { policies, unreadable };
}

const calicoGroups = ['projectcalico.org', 'crd.projectcalico.org'];
const inCalico = (kinds: readonly string[]) =>
  calicoGroups.flatMap((group) => kinds.map((kind) => `${group} ${kind}`));
const calicoKinds = inCalico([
  'NetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'StagedGlobalNetworkPolicy',
]);
const tierKinds = inCalico(['Tier']);
const networkSetKinds = inCalico(['NetworkSet', 'GlobalNetworkSet']);
const ciliumKinds = ['cilium.io CiliumNetworkPolicy', 'cilium.io CiliumClusterwideNetworkPolicy'];

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

type RuleFields = Omit<CiliumRule, 'name' | 'namespace'>;

interface CiliumObject {
  readonly metadata?: Metadata;
  readonly spec?: RuleFields;
  readonly specs?: readonly RuleFields[];
}

interface CidrGroup {
  readonly metadata?: Metadata;
  readonly spec?: { readonly externalCIDRs?: readonly string[] };
}

interface TierObject {
  readonly metadata?: Metadata;
  readonly spec?: { readonly order?: number; readonly defaultAction?: string };
}

interface CalicoObject {
  readonly metadata?: Metadata;
  readonly spec?: CalicoPolicySpec;
}

function rulesOf(
  object: KubernetesObject,
  { metadata, spec, specs = [] }: CiliumObject,
): readonly CiliumRule[] {
  const namespace = object.kind === 'CiliumNetworkPolicy' ? (metadata?.namespace ?? 'default') : null;
  const name = nameOf(object);
  return [
    ...(spec === undefined ? [] : [{ ...spec, name: `${name} spec`, namespace }]),
    ...specs.map((each, at) => ({ ...each, name: `${name} specs[${at}]`, namespace })),
  ];
}

function asCalico(
  object: KubernetesObject,
  { metadata, spec = {} }: CalicoObject,
  hasNetworkSets: boolean,
): CalicoPolicy {
  const kind = String(object.kind);
  const namespace = kind.includes('Global') ? null : (metadata?.namespace ?? 'default');
  const isStaged = kind.startsWith('Staged');
  return readCalicoPolicy(spec, { name: nameOf(object), namespace, isStaged, hasNetworkSets });
}

/** "GlobalNetworkPolicy/deny", "CiliumNetworkPolicy/shop/web" */
function nameOf(object: KubernetesObject): string {
  const { kind, metadata } = object;
  const { name, namespace } = isObject(metadata) ? metadata : ({} as KubernetesObject);
  const isClusterWide = /Global|Clusterwide|Admin|Cluster|Tier/.test(textOf(kind));
  const place = isClusterWide ? [] : [textOf(namespace, 'default')];
  return [kindName(object), ...place, textOf(name)].join('/');
}

function groupOf({ apiVersion }: KubernetesObject): string {
  return typeof apiVersion === 'string' && apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
