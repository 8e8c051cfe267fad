import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { clusterOfLive } from '#domain/baseline/cluster-of-live.ts';
import { decideReach } from '#domain/baseline/network-reach/decide-reach.ts';
import type { NetworkPolicyEngine } from '#domain/baseline/network-reach/network-policies.ts';
import { openBaselineDoor } from '#gateways/kubernetes/baseline-door.ts';
import { openCluster } from '#gateways/kubernetes/cluster-client.ts';
import { readServerBaseline } from '#gateways/read-baseline.ts';
import { ciliumSituations, kubernetesSituations } from '../support/policy-situations.ts';
import { untilPasses } from './until-passes.ts';
import { openWire, type Wire } from './wire.ts';

const access = inject('controlPlane');
const groups = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Cilium's own kinds, as an API server without Cilium may have them: kept as they are written. */
const definition = (plural: string, kind: string, scope: 'Namespaced' | 'Cluster') => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.cilium.io` },
  spec: {
    group: 'cilium.io',
    scope,
    names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: 'v2',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
});
const definitions = [
  definition('ciliumnetworkpolicies', 'CiliumNetworkPolicy', 'Namespaced'),
  definition('ciliumclusterwidenetworkpolicies', 'CiliumClusterwideNetworkPolicy', 'Cluster'),
  definition('ciliumcidrgroups', 'CiliumCIDRGroup', 'Cluster'),
];
const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  CiliumNetworkPolicy: 'ciliumnetworkpolicies',
  CiliumClusterwideNetworkPolicy: 'ciliumclusterwidenetworkpolicies',
  CiliumCIDRGroup: 'ciliumcidrgroups',
};

/** What an API server of 1.36 does not take: such policies can only be left from before. */
const refused = [
  'the published block with host bits, which means the same',
  'an allow of link-local addresses with host bits',
  'an exception with host bits',
  'IPv4 written as IPv6',
  'what is no CIDR',
  'what is no CIDR, beside an allow of everything',
  'a gone API version',
  'what the API server refuses for a wrong type',
];
/** What no API server without more definitions serves. */
const foreign = ['a policy of administrators', 'policies of Calico, which it does not read'];

let wire: Wire;

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function pathOf({ apiVersion, kind, metadata: { namespace } }: Written): string {
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `/apis/${apiVersion}${scope}/${plurals[kind]}`;
}

/** Whether the API server takes all of them, and what the audit then reads of them. */
async function readBack(engine: NetworkPolicyEngine, objects: readonly object[]) {
  const written = objects as readonly Written[];
  const statuses: number[] = [];
  try {
    for (const body of written)
      statuses.push((await wire.ask(pathOf(body), { method: 'POST', body })).status);
    return { isTaken: statuses.every((each) => each === 201), said: await reach(engine) };
  } finally {
    for (const each of written) await wire.ask(`${pathOf(each)}/${each.metadata.name}`, { method: 'DELETE' });
  }
}

async function reach(engine: NetworkPolicyEngine): Promise<string> {
  const client = await openCluster(access!.kubeconfig, () => Promise.reject(new Error('no token')));
  const door = openBaselineDoor((call) => call(client), AbortSignal.timeout(60_000));
  const reading = await readServerBaseline(door);
  await client.close();
  const given = { arm: null, engine, targetMinor: null, pssMinor: null, pssLevel: null, now: Date.now() };
  const { policies, namespaces, unread } = clusterOfLive(reading, given);
  expect(unread).toEqual([]);
  const shop = namespaces.find(({ name }) => name === 'shop');
  const { outcome, reason } = decideReach(engine, policies, {
    namespace: 'shop',
    namespaceLabels: shop?.labels ?? {},
    labels: { app: 'web' },
    serviceAccount: 'default',
  });
  return outcome === 'blocked' ? outcome : `${outcome}: ${reason}`;
}

beforeAll(async () => {
  if (access === null) return;
  wire = openWire(access.kubeconfig);
  for (const [name, labels] of Object.entries({ shop: { team: 'a' }, other: {} }))
    await wire.ask('/api/v1/namespaces', {
      method: 'POST',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    });
  for (const body of definitions) await wire.ask(groups, { method: 'POST', body });
  for (const { kind } of definitions.map(({ spec }) => spec.names))
    await untilPasses(async () =>
      expect((await wire.ask(`/apis/cilium.io/v2/${plurals[kind]}`)).status).toBe(200),
    );
});
afterAll(async () => {
  if (access === null) return;
  for (const { metadata } of definitions) await wire.ask(`${groups}/${metadata.name}`, { method: 'DELETE' });
  for (const name of ['shop', 'other']) await wire.ask(`/api/v1/namespaces/${name}`, { method: 'DELETE' });
  wire.close();
});

describe.skipIf(access === null)('policies read back from a real API server', () => {
  const of = (situations: typeof kubernetesSituations) =>
    situations.filter(([name]) => !foreign.includes(name));

  it.each(of(kubernetesSituations))('%s', async (name, objects, expected) => {
    const { isTaken, said } = await readBack('calico', objects);
    expect(isTaken).toBe(!refused.includes(name));
    if (isTaken) expect(said).toBe(expected);
  });

  it.each(of(ciliumSituations))('of Cilium: %s', async (_, objects, expected) => {
    const { isTaken, said } = await readBack('cilium', objects);
    expect([isTaken, said]).toEqual([true, expected]);
  });
});
