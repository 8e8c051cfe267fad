import type { Feature, FeatureSubject } from './feature.ts';
import { fieldsAt, listAt, textAt, textsAt } from './fields.ts';

/** What services say that proxies stop to do. */
export const services: readonly Feature[] = [
  {
    id: 'topology-keys',
    title: 'spec.topologyKeys of services',
    instead: 'spec.trafficDistribution',
    source: 'https://kubernetes.io/blog/2021/04/08/kubernetes-1-21-release-announcement/',
    deprecated: 21,
    removed: 22,
    atEnd: 'WARN',
    kinds: ['Service'],
    find: ({ value }) => (listAt(value, 'spec', 'topologyKeys').length > 0 ? ['spec.topologyKeys'] : []),
  },
  {
    id: 'external-ips',
    title: 'spec.externalIPs of services',
    instead: 'a Service of type LoadBalancer, or a Gateway',
    source: 'https://github.com/kubernetes/enhancements/issues/5707',
    deprecated: 36,
    removed: 40,
    atEnd: 'BLOCK',
    kinds: ['Service'],
    find: ({ value }) => {
      const isHeadless = textAt(value, 'spec', 'clusterIP') === 'None';
      const isOutside = textAt(value, 'spec', 'type') === 'ExternalName';
      return isHeadless || isOutside
        ? []
        : textsAt(value, 'spec', 'externalIPs').map((each) => `externalIPs ${each}`);
    },
  },
  {
    id: 'ambiguous-addresses',
    title: 'IP addresses with leading zeros, CIDRs with host bits set',
    instead:
      'canonical addresses: new objects with others are rejected, existing ones as soon as the field changes',
    source: 'https://github.com/kubernetes/enhancements/issues/4858',
    deprecated: null,
    removed: 36,
    atEnd: 'WARN',
    kinds: ['Service', 'NetworkPolicy.networking.k8s.io'],
    find: (subject) => addressesOf(subject).flatMap((each) => (isAmbiguous(each) ? [each] : [])),
  },
];

function addressesOf({ kind, value }: FeatureSubject): readonly string[] {
  const spec = fieldsAt(value, 'spec');
  if (kind === 'Service')
    return [
      ...['clusterIP', 'loadBalancerIP'].flatMap((field) => textAt(spec, field) ?? []),
      ...['clusterIPs', 'externalIPs', 'loadBalancerSourceRanges'].flatMap((field) => textsAt(spec, field)),
    ];
  const peers = [
    ...listAt(spec, 'ingress').flatMap((rule) => listAt(rule, 'from')),
    ...listAt(spec, 'egress').flatMap((rule) => listAt(rule, 'to')),
  ].map((peer) => fieldsAt(peer, 'ipBlock'));
  return peers.flatMap((block) => [
    ...(textAt(block, 'cidr')?.split(' ') ?? []),
    ...textsAt(block, 'except'),
  ]);
}

/** Of IPv4: "010.0.0.1", or "10.0.0.5/24", which names a network by one of its hosts. */
function isAmbiguous(address: string): boolean {
  const [, text = '', length = '32'] = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(address) ?? [];
  if (text === '') return false;
  const parts = text.split('.');
  if (parts.some((part) => part.length > 1 && part.startsWith('0'))) return true;
  const bits = parts.reduce((sum, part) => sum * 256 + Number(part), 0);
  return bits % 2 ** (32 - Math.min(32, Number(length))) !== 0;
}
