import { getCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKubernetes } from '#gateways/kubernetes/kubernetes-gateway.ts';
import { type Gateways, gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../simulated/simulator.ts';

let simulator: Simulator;
let gateways: Gateways;

beforeAll(async () => {
  simulator = await startSimulator({ scenario: 'two-stages', speed: 1 });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  gateways = openGateways(gatewaySettingsFrom(process.env));
});
afterEach(async () => {
  await gateways.close();
  await simulator.clearFaults();
});

const resourceId = (name: string) =>
  simulator.ready.clusters.find((each) => each.name === name)?.resourceId ?? '';

const asked = async (path: RegExp) => (await simulator.ledger(true)).filter((each) => path.test(each.path));

describe('nodes', () => {
  it.each([
    ['aks-test-weu', 'with a local account'],
    ['aks-shop-weu', 'with Entra sign-in, whose exec plugin is never run'],
  ])('answers for %s, a cluster %s', async (name) => {
    const nodes = await gateways.kubernetes.nodes(resourceId(name));
    expect(nodes.length).toBeGreaterThan(4);
    expect(nodes.every((each) => each.ready && each.kubeletVersion === 'v1.35.5')).toBe(true);
  });

  it('reports of one pool what its nodes say of themselves', async () => {
    const nodes = await gateways.kubernetes.nodes(resourceId('aks-shop-weu'), 'np1');
    expect(nodes).toHaveLength(5);
    expect(nodes[0]).toEqual({
      name: expect.stringMatching(/^aks-np1-/),
      pool: 'np1',
      kubeletVersion: 'v1.35.5',
      nodeImageVersion: 'AKSUbuntu-2404gen2containerd-202611.02.0',
      ready: true,
      unschedulable: false,
      quarantined: false,
      zone: 'westeurope-1',
    });
  });

  it('asks Azure for the kubeconfig once, however often the cluster is asked', async () => {
    const before = (await asked(/aks-pay-weu\/listClusterUserCredential/i)).length;
    for (let i = 0; i < 3; i += 1) await gateways.kubernetes.nodes(resourceId('aks-pay-weu'));
    expect(await asked(/aks-pay-weu\/listClusterUserCredential/i)).toHaveLength(before + 1);
  });

  it('fetches the kubeconfig anew after a failure: the API server may have moved', async () => {
    const id = resourceId('aks-pay-weu');
    await gateways.kubernetes.nodes(id);
    const before = (await asked(/aks-pay-weu\/listClusterUserCredential/i)).length;
    await simulator.fault({ kind: 'reset', match: { plane: 'kubernetes', cluster: 'aks-pay-weu' } });
    expect(await failureOf(gateways.kubernetes.nodes(id))).toMatchObject({ kind: 'kubernetes-unreachable' });
    await expect(gateways.kubernetes.nodes(id)).resolves.toHaveLength(7);
    expect(await asked(/aks-pay-weu\/listClusterUserCredential/i)).toHaveLength(before + 1);
  });
});

describe('what one may not see', () => {
  it('costs others who ask at the same time nothing: the connections stay', async () => {
    const id = resourceId('aks-test-weu');
    await gateways.kubernetes.nodes(id);
    const before = (await asked(/aks-test-weu\/listClusterUserCredential/i)).length;
    const match = { plane: 'kubernetes', cluster: 'aks-test-weu', pathPattern: '/nodes$' };
    await simulator.fault({ kind: 'error-answer', status: 403, code: 'Forbidden', match });
    expect(await failureOf(gateways.kubernetes.nodes(id))).toMatchObject({ kind: 'kubernetes-refused' });
    await gateways.kubernetes.nodes(id);
    expect(await asked(/aks-test-weu\/listClusterUserCredential/i)).toHaveLength(before);
  });
});

describe('an audit', () => {
  it('continues over connections of its own time, though another reader failed and ended those it began with', async () => {
    const id = resourceId('aks-test-weu');
    const auditClient = gateways.kubernetes.auditClient(id, AbortSignal.timeout(30_000));
    expect(await auditClient.serverMinor()).toBe(35);
    await simulator.fault({ kind: 'reset', match: { plane: 'kubernetes', cluster: 'aks-test-weu' } });
    expect(await failureOf(gateways.kubernetes.nodes(id))).toMatchObject({ kind: 'kubernetes-unreachable' });
    expect((await auditClient.groups()).has('apps')).toBe(true);
  });
});

describe('serverVersion', () => {
  it('is the version without the v', async () => {
    await expect(gateways.kubernetes.serverVersion(resourceId('aks-test-weu'))).resolves.toBe('1.35.5');
  });
});

describe('what goes wrong', () => {
  it('is throttled with the time that the API server asks for', async () => {
    await simulator.fault({ kind: 'throttle', match: { plane: 'kubernetes' }, retryAfterSeconds: 3 });
    const refused = gateways.kubernetes.nodes(resourceId('aks-test-weu'));
    expect(await failureOf(refused)).toMatchObject({ kind: 'throttled', retryAfterMs: 3_000 });
  });

  it.each([
    [401, 'kubernetes-refused'],
    [403, 'kubernetes-refused'],
    [500, 'kubernetes-unreachable'],
    [503, 'kubernetes-unreachable'],
  ])('tells a %i for %s', async (status, kind) => {
    await simulator.fault({ kind: 'error-answer', match: { plane: 'kubernetes' }, status, code: 'Any' });
    expect(await failureOf(gateways.kubernetes.nodes(resourceId('aks-test-weu')))).toMatchObject({ kind });
  });

  it('tells a server that is not there', async () => {
    const kubernetes = openKubernetes(aKubeconfig({ server: 'https://127.0.0.1:2', authority: null }));
    expect(await failureOf(kubernetes.nodes('/c'))).toMatchObject({
      kind: 'kubernetes-unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it('trusts the authority in the kubeconfig and no other', async () => {
    const [other = ''] = getCACertificates('bundled');
    const kubernetes = openKubernetes(aKubeconfig({ server: simulator.ready.url, authority: other }));
    expect(await failureOf(kubernetes.nodes('/c'))).toMatchObject({ kind: 'certificate-not-trusted' });
  });

  it("passes Azure's refusal of the kubeconfig on", async () => {
    await simulator.fault({ kind: 'deny', match: { pathPattern: 'listClusterUserCredential' } });
    const refused = gateways.kubernetes.nodes(resourceId('aks-test-weu'));
    expect(await failureOf(refused)).toMatchObject({ kind: 'not-allowed', code: 'AuthorizationFailed' });
  });
});

/** A gateway that takes any cluster for this one. */
function aKubeconfig({ server, authority }: { server: string; authority: string | null }) {
  const data = authority === null ? '' : Buffer.from(authority).toString('base64');
  const text = JSON.stringify({
    clusters: [{ name: 'c', cluster: { server, ...(data && { 'certificate-authority-data': data }) } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
  return {
    readKubeconfig: () => Promise.resolve(text),
    entra: noEntra,
    privilegedPodImages: [],
  };
}
