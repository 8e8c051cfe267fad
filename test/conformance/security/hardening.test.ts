import { AppsV1Api, NetworkingV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import type { ObjectProposal, Proposal } from '#domain/audit/hardening/proposal.ts';
import { proposeHardening } from '#domain/audit/hardening/propose-hardening.ts';
import { proposeKuredHold } from '#domain/audit/hardening/propose-kured-hold.ts';
import { openAuditClient } from '#gateways/kubernetes/audit/audit-client.ts';
import { openHardeningClient } from '#gateways/kubernetes/audit/hardening-client.ts';
import { applyProposal, type HardeningOutcome } from '#procedures/harden/apply-proposal.ts';
import { readServerAudit } from '#procedures/read/read-audit.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';

const access = inject('controlPlane');
let bench: RealBench;
beforeAll(async () => {
  if (access !== null) bench = await openRealBench(access);
});
afterAll(() => bench?.close());

const soon = () => AbortSignal.timeout(60_000);
const hardeningClient = () => openHardeningClient(bench.client, soon());

async function proposed(namespace: string): Promise<readonly Proposal[]> {
  const reading = await readServerAudit(openAuditClient((call) => call(bench.client), soon()));
  const cluster = clusterOfLive(reading, {
    arm: null,
    engine: 'calico',
    targetMinor: null,
    pssMinor: null,
    pssLevel: null,
    now: Date.now(),
  });
  return proposeHardening({
    cluster,
    audit: auditCluster(cluster),
    resourceId: null,
    controls: ['SB-NET-02', 'SB-POD-06'],
    namespaces: [namespace],
    holdKuredMs: null,
  });
}

async function take(namespace: string, control: string, isMeant: boolean): Promise<HardeningOutcome> {
  const found = (await proposed(namespace)).find(
    (each): each is ObjectProposal => each.kind === 'apply' && each.control === control,
  );
  if (found === undefined) throw new Error(`nothing is proposed for ${control}`);
  return applyProposal(hardeningClient(), found, isMeant);
}

async function makeNamespace(name: string, metadata: object = {}): Promise<void> {
  await bench.client.core.createNamespace({ body: { metadata: { name, ...metadata } } });
}

/** No scheduler takes it: the nodes of other files are none of its business. */
async function makePod(namespace: string, name: string, spec: object = {}): Promise<void> {
  const schedulerName = 'none';
  const containers = [{ name: 'main', image: 'registry.k8s.io/pause:3.10' }];
  await bench.client.core.createNamespacedPod({
    namespace,
    body: { metadata: { name }, spec: { schedulerName, containers, ...spec } },
  });
}

const labelsOf = async (name: string) =>
  (await bench.client.core.readNamespace({ name })).metadata?.labels ?? {};
const enforce = 'pod-security.kubernetes.io/enforce';

describe.skipIf(access === null)('hardening a real control plane', () => {
  it('tries a block without a trace, applies it, finds it there, and has nothing to propose any more', async () => {
    const name = 'harden-block';
    await makeNamespace(name);
    const networking = bench.client.api(NetworkingV1Api);
    const policies = async () =>
      (await networking.listNamespacedNetworkPolicy({ namespace: name })).items.map(
        (each) => each.metadata?.name,
      );
    expect(await take(name, 'SB-NET-02', false)).toMatchObject({ state: 'tried', undo: null });
    expect(await policies()).toEqual([]);
    const [proposal] = await proposed(name);
    expect(await take(name, 'SB-NET-02', true)).toEqual({
      state: 'applied',
      why: null,
      cautions: [],
      undo: `kubectl -n ${name} delete networkpolicy drydock-block-metadata`,
    });
    expect(await policies()).toEqual(['drydock-block-metadata']);
    expect((await proposed(name)).map(({ control }) => control)).not.toContain('SB-NET-02');
    expect(await applyProposal(hardeningClient(), proposal as ObjectProposal, true)).toMatchObject({
      state: 'unchanged',
    });
  });

  it('leaves a policy of that name alone that another client has made', async () => {
    const name = 'harden-foreign';
    await makeNamespace(name);
    const [proposal] = await proposed(name);
    await bench.client.api(NetworkingV1Api).createNamespacedNetworkPolicy({
      namespace: name,
      body: {
        metadata: { name: 'drydock-block-metadata' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      },
    });
    expect(await applyProposal(hardeningClient(), proposal as ObjectProposal, true)).toMatchObject({
      state: 'refused',
      why: 'an object of that name exists and was not created by Drydock',
    });
  });

  it('names pods that look as if they needed the address', async () => {
    const name = 'harden-identity';
    await makeNamespace(name);
    const env = [{ name: 'AZURE_CLIENT_ID', value: 'x' }];
    await makePod(name, 'asks', { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10', env }] });
    expect((await take(name, 'SB-NET-02', false)).cautions).toEqual([
      `look as if they had their identity from the metadata address: ${name}/asks`,
    ]);
  });

  it('labels a namespace whose pods pass, pinned to the present minor, and says how to take it back', async () => {
    const name = 'harden-label';
    await makeNamespace(name);
    await makePod(name, 'good');
    const { state, undo } = await take(name, 'SB-POD-06', true);
    expect(state).toBe('applied');
    expect(await labelsOf(name)).toMatchObject({
      [enforce]: 'baseline',
      [`${enforce}-version`]: expect.stringMatching(/^v1\.\d+$/),
    });
    expect(undo).toBe(`kubectl label namespace ${name} --overwrite ${enforce}- ${enforce}-version-`);
  });

  it('refuses a label where a pod would be rejected, by the evaluation and by the word of the server', async () => {
    const name = 'harden-denied';
    await makeNamespace(name);
    const [, label] = await proposed(name);
    await makePod(name, 'host', { hostNetwork: true });
    expect((await proposed(name)).find(({ control }) => control === 'SB-POD-06')).toMatchObject({
      kind: 'refuse',
    });
    const outcome = await applyProposal(hardeningClient(), label as ObjectProposal, true);
    expect(outcome).toMatchObject({ state: 'refused', why: expect.stringContaining('host namespaces') });
    expect(await labelsOf(name)).not.toHaveProperty([enforce]);
  });

  it('leaves to GitOps what is its own', async () => {
    const name = 'harden-flux';
    await makeNamespace(name, { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } });
    for (const control of ['SB-NET-02', 'SB-POD-06'])
      expect(await take(name, control, true)).toMatchObject({
        state: 'refused',
        why: expect.stringMatching(/^managed by Flux/),
      });
    expect(await labelsOf(name)).not.toHaveProperty([enforce]);
  });

  it("holds kured's lock for a time, lengthens its own hold, and leaves what kured has written", async () => {
    const name = 'harden-kured';
    await makeNamespace(name);
    const labels = { app: 'kured' };
    const containers = [{ name: 'kured', image: 'ghcr.io/kubereboot/kured:1.23.0' }];
    const spec = { schedulerName: 'none', containers };
    await bench.client.api(AppsV1Api).createNamespacedDaemonSet({
      namespace: name,
      body: {
        metadata: { name: 'kured' },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      },
    });
    const hold = async () => {
      const reading = await readServerAudit(openAuditClient((call) => call(bench.client), soon()));
      const [proposal] = proposeKuredHold({ objects: reading.objects, now: Date.now() }, 3_600_000);
      return applyProposal(hardeningClient(), proposal as ObjectProposal, true);
    };
    const undo = `kubectl -n ${name} annotate daemonset kured weave.works/kured-node-lock-`;
    expect(await hold()).toMatchObject({ state: 'applied', undo });
    expect(await hold()).toMatchObject({ state: 'applied', undo });

    const ended = JSON.stringify({ nodeID: 'node-1', created: '2020-01-01T00:00:00Z', TTL: 1 });
    const byKured = await bench.client.patch(
      `/apis/apps/v1/namespaces/${name}/daemonsets/kured?fieldManager=kured`,
      { metadata: { annotations: { 'weave.works/kured-node-lock': ended } } },
      'application/merge-patch+json',
    );
    expect(byKured.status).toBe(200);
    expect(await hold()).toMatchObject({ state: 'refused', why: expect.stringContaining('"kured"') });
    await bench.client.api(AppsV1Api).deleteNamespacedDaemonSet({ namespace: name, name: 'kured' });
  });

  it('takes no field from another manager', async () => {
    const name = 'harden-conflict';
    await makeNamespace(name);
    const [, label] = await proposed(name);
    const other = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { [enforce]: 'restricted' } },
    };
    const applied = await bench.client.patch(
      `/api/v1/namespaces/${name}?fieldManager=security-team`,
      other,
      'application/apply-patch+yaml',
    );
    expect(applied.status).toBe(200);
    expect(await applyProposal(hardeningClient(), label as ObjectProposal, true)).toMatchObject({
      state: 'refused',
      why: expect.stringContaining('security-team'),
    });
  });
});
