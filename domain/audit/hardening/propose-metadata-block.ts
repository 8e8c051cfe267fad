import type { AuditedCluster, Namespace } from '../cluster/audited-cluster.ts';
import { isOnHost, nextPodOf, subjectOf } from '../cluster/subjects.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { decideReach } from '../network/decide-reach.ts';
import { isolates } from '../network/kubernetes-policy.ts';
import {
  type NetworkPolicies,
  type NetworkPolicyEngine,
  readNetworkPolicies,
} from '../network/network-policies.ts';
import type { Subject } from '../network/subject.ts';
import { type Proposal, refuse } from './proposal.ts';

const control = 'SB-NET-02';
const metadata = '169.254.169.254/32';

/** The name of every policy of ours: anyone who finds it knows whose it is. */
const blockName = 'drydock-block-metadata';

/**
 * A policy for each user namespace whose pods reach the metadata address, in the form that holds for the engine in use. Where a
 * policy isolates egress already, allow-lists would add up: ours would widen it, so nothing is proposed there. Source: facts of
 * each engine in docs/baseline.md.
 */
export function proposeMetadataBlocks(cluster: AuditedCluster): readonly Proposal[] {
  const { engine, policies, namespaces } = cluster;
  if (engine === null) return [refuse(control, null, 'the network policy engine is unknown')];
  if (engine === 'none')
    return [refuse(control, null, 'no network policy engine runs: a policy would have no effect')];
  const [administrators] = policies.ofAdministrators;
  if (administrators !== undefined)
    return [refuse(control, null, `${administrators} is not evaluated by Drydock`)];
  return namespaces.flatMap((namespace) => propose(cluster, engine, namespace));
}

function propose(
  cluster: AuditedCluster,
  engine: Exclude<NetworkPolicyEngine, 'none'>,
  namespace: Namespace,
): readonly Proposal[] {
  const { policies, objects } = cluster;
  const inhabitants = cluster.workloads.filter(
    (each) => each.namespace.name === namespace.name && !isOnHost(each),
  );
  const subjects = [...inhabitants.map(subjectOf), nextPodOf(namespace)];
  const reached = subjects.map((subject) => decideReach(engine, policies, subject));
  const open = reached.find(({ outcome }) => outcome !== 'blocked');
  if (open === undefined) return [];
  const standing = engine === 'cilium' ? null : whyItWouldWiden(engine, policies, subjects);
  if (standing !== null) return [refuse(control, namespace.name, `${standing}; narrow it: ${open.reason}`)];
  const object = blockFor(engine, namespace.name, isDualStack(cluster));
  const after = readNetworkPolicies([...objects, object]).policies;
  const still = subjects
    .map((subject) => decideReach(engine, after, subject))
    .find(({ outcome }) => outcome !== 'blocked');
  if (still !== undefined)
    return [refuse(control, namespace.name, `a block would not take effect: ${still.reason}`)];
  return [
    {
      kind: 'apply',
      control,
      namespace: namespace.name,
      object,
      why: open.reason,
    },
  ];
}

/** Why a policy that allows everything else would open what is closed now; null: nothing is. */
function whyItWouldWiden(
  engine: 'azure' | 'calico',
  { kubernetes, calico }: NetworkPolicies,
  subjects: readonly Subject[],
): string | null {
  const [own] = calico;
  if (engine === 'calico' && own !== undefined) return `${own.name} may take precedence over a NetworkPolicy`;
  const isolating = kubernetes.find((policy) => subjects.some((subject) => isolates(policy, subject)));
  if (isolating === undefined) return null;
  return `NetworkPolicy ${isolating.metadata?.name ?? ''} isolates its egress; a policy that allows everything but the metadata endpoint would widen it`;
}

function blockFor(
  engine: Exclude<NetworkPolicyEngine, 'none'>,
  namespace: string,
  isDual: boolean,
): KubernetesObject {
  const about = { name: blockName, namespace };
  // On Cilium a CIDR never stands for pods or nodes: the other form would cut them off.
  if (engine === 'cilium')
    return {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: about,
      spec: {
        endpointSelector: {},
        enableDefaultDeny: { egress: false, ingress: false },
        egressDeny: [{ toCIDR: [metadata] }],
      },
    };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: about,
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ipBlock: { cidr: '0.0.0.0/0', except: [metadata] } },
            ...(isDual ? [{ ipBlock: { cidr: '::/0' } }] : []),
          ],
        },
      ],
    },
  };
}

/** An isolated pod reaches no IPv6 address that no rule allows. */
function isDualStack({ arm }: AuditedCluster): boolean {
  const families = arm?.cluster?.fields('networkProfile.ipFamilies');
  return Array.isArray(families) && families.includes('IPv6');
}
