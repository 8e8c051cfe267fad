import { type Control, type Finding, fail } from '../../control/control.ts';
import type { LoadBalancer } from '../../exposure/load-balancers.ts';

export const networkLoadBalancers: Control = {
  id: 'SB-NET-07',
  title: 'Public load balancers name who may reach them',
  area: 'network',
  severity: 'medium',
  rule: 'Every Service of type LoadBalancer is internal (azure-load-balancer-internal: "true") or names its sources in loadBalancerSourceRanges, azure-allowed-ip-ranges or azure-allowed-service-tags, and none of them is the whole internet.',
  source:
    'https://learn.microsoft.com/azure/aks/load-balancer-standard#restrict-inbound-traffic-to-specific-ip-ranges',
  remediation:
    'Set spec.loadBalancerSourceRanges, or the annotation service.beta.kubernetes.io/azure-load-balancer-internal: "true"; waive the way in of a public site with a reason.',
  needs: ['services', 'namespaces'],
  judge: ({ loadBalancers }) => loadBalancers.flatMap(judge),
};

export const everywhere: readonly string[] = ['0.0.0.0/0', '::/0', 'internet'];

function judge({ resource, isInternal, sources }: LoadBalancer): readonly Finding[] {
  if (isInternal) return [];
  if (sources.length === 0)
    return [{ ...fail(resource, 'no loadBalancerSourceRanges: the internet reaches it'), path: 'spec' }];
  const open = sources.filter((each) => everywhere.includes(each.toLowerCase()));
  return open.length === 0 ? [] : [fail(resource, `${open.join(', ')} among its sources is the internet`)];
}
