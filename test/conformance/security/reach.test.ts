import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import { decideReach } from '#domain/audit/network/decide-reach.ts';
import type { NetworkPolicyEngine } from '#domain/audit/network/network-policies.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { readServerAudit } from '#procedures/read/read-audit.ts';
import { calicoStorage } from '../../builders/a-network-policy.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { calicoSituations } from '../../domain/audit/network/calico-policy-cases.ts';
import { ciliumSituations, kubernetesSituations } from '../../domain/audit/network/policy-cases.ts';
import { untilPasses } from '../clusters/until-passes.ts';
import { openWire, type Wire } from '../clusters/wire.ts';

const access = inject('controlPlane');
const groups = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The engines' own kinds, as an API server without the engines may have them: kept as they are written. */
function definition(apiVersion: string, plural: string, kind: string, scope: 'Namespaced' | 'Cluster') {
  const [group = '', name = ''] = apiVersion.split('/');
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // A definition of a kind in a group of Kubernetes needs this annotation.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
    },
    spec: {
      group,
      scope,
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

const cilium = 'cilium.io/v2';
const administrators = 'policy.networking.k8s.io/v1alpha1';
const definitions = [
  definition(cilium, 'ciliumnetworkpolicies', 'CiliumNetworkPolicy', 'Namespaced'),
  definition(cilium, 'ciliumclusterwidenetworkpolicies', 'CiliumClusterwideNetworkPolicy', 'Cluster'),
  definition(cilium, 'ciliumcidrgroups', 'CiliumCIDRGroup', 'Cluster'),
  definition(calicoStorage, 'networkpolicies', 'NetworkPolicy', 'Namespaced'),
  definition(calicoStorage, 'globalnetworkpolicies', 'GlobalNetworkPolicy', 'Cluster'),
  definition(calicoStorage, 'stagedglobalnetworkpolicies', 'StagedGlobalNetworkPolicy', 'Cluster'),
  definition(calicoStorage, 'globalnetworksets', 'GlobalNetworkSet', 'Cluster'),
  definition(calicoStorage, 'tiers', 'Tier', 'Cluster'),
  definition(administrators, 'adminnetworkpolicies', 'AdminNetworkPolicy', 'Cluster'),
  definition(administrators, 'baselineadminnetworkpolicies', 'BaselineAdminNetworkPolicy', 'Cluster'),
  definition(
    'policy.networking.k8s.io/v1alpha2',
    'clusternetworkpolicies',
    'ClusterNetworkPolicy',
    'Cluster',
  ),
];
const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networkpolicies',
  ...Object.fromEntries(definitions.map(({ spec: { names } }) => [names.kind, names.plural])),
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
  const client = await openCluster(access!.kubeconfig, noEntra);
  const auditClient = openAuditClient((call) => call(client), AbortSignal.timeout(60_000));
  const reading = await readServerAudit(auditClient);
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
  for (const { spec } of definitions)
    await untilPasses(async () =>
      expect(
        (await wire.ask(`/apis/${spec.group}/${spec.versions[0]?.name}/${spec.names.plural}`)).status,
      ).toBe(200),
    );
});
afterAll(() => wire?.close());

describe.skipIf(access === null)('policies read back from a real API server', () => {
  it.each(kubernetesSituations)('%s', async (name, objects, expected) => {
    const { isTaken, said } = await readBack('calico', objects);
    expect(isTaken).toBe(!refused.includes(name));
    if (isTaken) expect(said).toBe(expected);
  });

  it.each([
    ...ciliumSituations.map((each) => ['cilium', ...each] as const),
    ...calicoSituations.map((each) => ['calico', ...each] as const),
  ])('of %s: %s', async (engine, _, objects, expected) => {
    const { isTaken, said } = await readBack(engine, objects);
    expect([isTaken, said]).toEqual([true, expected]);
  });
});
