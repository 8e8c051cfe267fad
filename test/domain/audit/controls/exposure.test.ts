import { describe, expect, it } from 'vitest';
import { bareObject } from '#gateways/kubernetes/audit/bare-object.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { judgedLive } from '../../../builders/a-live-cluster.ts';
import { gist, judged } from '../../../builders/an-audited-cluster.ts';
import { aGateway, anIngress, aService } from '../../../builders/an-entrance.ts';

type Row = readonly [rule: string, object: object, said: string];

const host = 'shop.example.com';
const ingress = (tls: readonly object[], ...hosts: readonly (string | undefined)[]) =>
  anIngress({ tls, rules: hosts.map((each) => ({ ...(each !== undefined && { host: each }) })) });
const http = (hostname?: string) => ({
  name: 'h',
  port: 80,
  protocol: 'HTTP',
  ...(hostname && { hostname }),
});
const https = (hostname?: string) => ({ ...http(hostname), protocol: 'HTTPS' });
const balancer = (spec: object, annotations: object = {}) =>
  aService(
    { type: 'LoadBalancer', ...spec },
    Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [
        `service.beta.kubernetes.io/${name}`,
        value as string,
      ]),
    ),
  );
const ranges = (...loadBalancerSourceRanges: readonly string[]) => balancer({ loadBalancerSourceRanges });
const plain = anIngress({ rules: [{ host }] });

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-NET-06': [
    ['a host with TLS passes', ingress([{ hosts: [host], secretName: 's' }], host), 'PASS'],
    ['TLS without hosts is for all', ingress([{ secretName: 's' }], host), 'PASS'],
    ['a wildcard covers one label', ingress([{ hosts: ['*.example.com'] }], host), 'PASS'],
    ['and not two', ingress([{ hosts: ['*.com'] }], host), 'FAIL Ingress/shop/web'],
    ['a wildcard host needs its own', ingress([{ hosts: ['*.example.com'] }], '*.example.com'), 'PASS'],
    ['no tls fails', plain, 'FAIL Ingress/shop/web'],
    ['tls for another host fails', ingress([{ hosts: ['a.example.com'] }], host), 'FAIL Ingress/shop/web'],
    ['one of two hosts fails', ingress([{ hosts: [host] }], host, 'b.test'), 'FAIL Ingress/shop/web'],
    ['a rule without a host fails', ingress([], undefined), 'FAIL Ingress/shop/web'],
    ['a rule without a host passes with any TLS', ingress([{ hosts: [host] }], undefined), 'PASS'],
    ['a default backend alone fails', anIngress({ defaultBackend: {} }), 'FAIL Ingress/shop/web'],
    [
      'an old version is judged alike',
      { ...plain, apiVersion: 'extensions/v1beta1' },
      'FAIL Ingress/shop/web',
    ],
    ['a kind of another group is none', { ...plain, apiVersion: 'example.com/v1' }, 'PASS'],
    [
      'an answer to an ACME challenge passes',
      anIngress({ rules: [{ host }] }, { labels: { 'acme.cert-manager.io/http01-solver': 'true' } }),
      'PASS',
    ],
    [
      'a certificate of the application gateway passes',
      anIngress(
        { rules: [{ host }] },
        { annotations: { 'appgw.ingress.kubernetes.io/appgw-ssl-certificate': 'shop' } },
      ),
      'PASS',
    ],
    ["a namespace of AKS' own passes", anIngress({}, { namespace: 'kube-system' }), 'PASS'],
    ['a gateway with HTTP alone fails', aGateway(http()), 'FAIL Gateway/shop/web'],
    ['HTTP beside HTTPS passes', aGateway(http(host), https(host)), 'PASS'],
    ['HTTPS of another host fails', aGateway(http(host), https('a.test')), 'FAIL Gateway/shop/web'],
    ['HTTPS of every host passes', aGateway(http(host), https()), 'PASS'],
    ['a listener of TCP passes', aGateway({ ...http(), protocol: 'TCP' }), 'PASS'],
  ],
  'SB-NET-07': [
    ['a ClusterIP passes', aService({ type: 'ClusterIP' }), 'PASS'],
    ['no type passes', aService({}), 'PASS'],
    ['sources pass', ranges('203.0.113.0/24'), 'PASS'],
    ['no sources fail', balancer({}), 'FAIL Service/shop/web'],
    ['an empty list fails', ranges(), 'FAIL Service/shop/web'],
    ['the whole internet among them fails', ranges('203.0.113.0/24', '0.0.0.0/0'), 'FAIL Service/shop/web'],
    ['that of IPv6 fails', ranges('::/0'), 'FAIL Service/shop/web'],
    ...['azure-allowed-ip-ranges', 'azure-allowed-service-tags', 'load-balancer-source-ranges'].flatMap(
      (name): Row[] => [
        [`${name} passes`, balancer({}, { [name]: '203.0.113.0/24, AzureCloud' }), 'PASS'],
        [`${name} without a value fails`, balancer({}, { [name]: ' ' }), 'FAIL Service/shop/web'],
      ],
    ),
    [
      'the internet by annotation beside sources fails: Azure adds them up',
      balancer({ loadBalancerSourceRanges: ['203.0.113.0/24'] }, { 'azure-allowed-ip-ranges': '0.0.0.0/0' }),
      'FAIL Service/shop/web',
    ],
    [
      'the tag Internet fails',
      balancer({}, { 'azure-allowed-service-tags': 'Internet' }),
      'FAIL Service/shop/web',
    ],
    ['an internal one passes', balancer({}, { 'azure-load-balancer-internal': 'true' }), 'PASS'],
    [
      'one that is told not to be internal fails',
      balancer({}, { 'azure-load-balancer-internal': 'false' }),
      'FAIL Service/shop/web',
    ],
    ['a service of Knative is none', { ...balancer({}), apiVersion: 'serving.knative.dev/v1' }, 'PASS'],
  ],
};

describe.each(Object.entries(rows))('%s', (id, cases) => {
  const bare = (object: object) => {
    const { apiVersion, kind, ...rest } = object as { apiVersion: string; kind: string };
    return bareObject(apiVersion, kind, rest);
  };

  it.each(cases)('%s', (_, object, said) => {
    expect(gist(judged(id, { objects: [object] }))).toBe(said);
    expect(gist(judgedLive(id, { allObjects: [bare(object)] }))).toBe(said);
  });

  it('is unknown where an object cannot be read, beside what fails, and waived by name', () => {
    const [, bad] = cases.find(([, , said]) => said.startsWith('FAIL'))!;
    const odd = { ...bad, metadata: { name: 'odd', namespace: 'shop' }, spec: 5 };
    const kind = (bad as { kind: string }).kind;
    const unreadable = judgedLive(id, { objects: [odd] });
    expect([unreadable.status, unreadable.undecided[0]?.resource]).toEqual(['UNKNOWN', `${kind}/shop/odd`]);
    expect(judgedLive(id, { objects: [odd, bad] }).status).toBe('FAIL');
    const waivers = [aControlWaiver({ control: id, resource: `${kind}/shop/*` })];
    expect(judged(id, { objects: [bad], waivers }).status).toBe('WAIVED');
  });
});

it('names the host, and its place', () => {
  const { evidence } = judged('SB-NET-06', {
    objects: [ingress([{ hosts: [host] }], host, 'b.test'), aGateway(http())],
  });
  expect(evidence.map(({ reason, paths }) => [reason, paths])).toEqual([
    ['b.test has no TLS', ['spec.rules[1]']],
    ['HTTP without a host has no TLS', ['spec.listeners[0]']],
  ]);
});
