import { isForWindows } from '../../azure/arm-view.ts';
import type { AuditedCluster } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, fail, info, notApplicable, warn } from '../../control/control.ts';
import { parseCidr } from '../../network/cidr.ts';
import type { CiliumRule } from '../../network/cilium-policy.ts';
import { type NetworkPolicy, policyName } from '../../network/kubernetes-policy.ts';

const mostBlocks = 4;
/** From this minor on the API server takes no new policy whose blocks have host bits. */
const strictMinor = 36;

export const networkIneffectivePolicies: Control = {
  id: 'SB-NET-05',
  title: 'Every network policy takes effect as written',
  area: 'network',
  severity: 'high',
  rule: 'No policy has a form that the engine in use mishandles, none is rejected by Kubernetes, and all can still be applied after the upgrade.',
  source: 'https://docs.cilium.io/en/stable/network/kubernetes/policy/',
  remediation: 'Write the policy in the form that the engine in use supports (SB-NET-02).',
  needs: ['network-policies', 'azure-cluster'],
  judge: (cluster) => {
    if (cluster.engine === 'none') return notApplicable('no network policy engine runs');
    const { kubernetes, refused, cilium } = cluster.policies;
    return [
      ...kubernetes.flatMap((policy) => judge(policy, cluster)),
      ...refused.map(({ policy, why }) => ({
        ...fail(policyName(policy), `Kubernetes rejects it, so it blocks nothing: ${why}`),
        facts: ['refused'],
      })),
      ...(cluster.engine === 'cilium' ? cilium.filter(allowsAllButSome).map(noteOf) : []),
    ];
  },
};

function judge(policy: NetworkPolicy, cluster: AuditedCluster): readonly Finding[] {
  const blocks = egressBlocks(policy);
  const hasExcept = blocks.some(({ except = [] }) => except.length > 0);
  const everything = blocks.filter(({ cidr = '' }) => isAllOf('ipv4', cidr));
  const { engine, arm, workloads } = cluster;
  const hasWindows = (arm?.pools ?? []).some(isForWindows) || workloads.some(({ isWindows }) => isWindows);
  const name = policyName(policy);
  const findings = [
    ...(engine === 'cilium' && everything.some(({ except = [] }) => except.length > 0)
      ? [
          {
            ...fail(
              name,
              'on Cilium an ipBlock never matches pods or nodes: this rule alone allows the internet and denies the cluster',
            ),
            facts: ['cilium-ip-block'],
          },
        ]
      : []),
    ...(engine === 'azure' && hasWindows && hasExcept
      ? [{ ...fail(name, 'the azure engine ignores except on Windows'), facts: ['windows-except'] }]
      : []),
    ...(engine === 'azure' && blocks.length > mostBlocks
      ? [
          {
            ...fail(name, `${blocks.length} ipBlocks; the azure engine supports at most ${mostBlocks}`),
            facts: ['ip-blocks'],
          },
        ]
      : []),
    ...(isDualStack(cluster) &&
    everything.length > 0 &&
    !blocks.some(({ cidr = '' }) => isAllOf('ipv6', cidr))
      ? [{ ...fail(name, 'the cluster also has IPv6, which this policy denies'), facts: ['ipv6'] }]
      : []),
  ];
  return [...findings, ...hostBits(policy, cluster)];
}

/** The published block in Cilium's own words. Anyone who writes them knows that blocks hold no pods: a note, no deviation. */
function allowsAllButSome({ egress = [] }: CiliumRule): boolean {
  const sets = egress.flatMap(({ toCIDRSet = [] }) => toCIDRSet);
  return sets.some(({ cidr = '', except = [] }) => except.length > 0 && isAllOf('ipv4', cidr));
}

function noteOf({ name }: CiliumRule): Finding {
  return info(
    name.replace(/ specs?(\[\d+\])?$/, ''),
    'its CIDR for everything does not match pods or nodes: other rules have to allow the cluster',
  );
}

function egressBlocks({ spec }: NetworkPolicy) {
  return (spec?.egress ?? []).flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
}

function hostBits(policy: NetworkPolicy, { targetMinor }: AuditedCluster): readonly Finding[] {
  const odd = egressBlocks(policy)
    .flatMap(({ cidr = '', except = [] }) => [cidr, ...except])
    .filter(hasHostBits);
  if (odd.length === 0) return [];
  const reason = `${odd.join(', ')} has host bits set, which Kubernetes 1.36 rejects on create`;
  const judged = targetMinor !== null && targetMinor >= strictMinor ? fail : warn;
  return [{ ...judged(policyName(policy), reason), facts: odd }];
}

function hasHostBits(text: string): boolean {
  const cidr = parseCidr(text);
  return typeof cidr === 'object' && cidr.hasHostBits;
}

function isAllOf(family: 'ipv4' | 'ipv6', text: string): boolean {
  const cidr = parseCidr(text);
  if (family === 'ipv6') return cidr === 'ipv6' && text.trim().endsWith('/0');
  return typeof cidr === 'object' && cidr.bits === 0;
}

function isDualStack({ arm }: AuditedCluster): boolean {
  const families = arm?.cluster?.fields('networkProfile.ipFamilies');
  return Array.isArray(families) && families.some((each) => String(each).toLowerCase() === 'ipv6');
}
