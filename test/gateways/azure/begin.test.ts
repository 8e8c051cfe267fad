import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/change/change.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const { simulator, gateways } = await azureForFile({ scenario: 'two-stages', speed: 1 });

function resourceId(name: string): string {
  const found = simulator.ready.clusters.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no cluster ${name}`);
  return found.resourceId;
}

const inspect = (name: string): Promise<Cluster> => gateways.azure.inspectCluster(resourceId(name));

async function inspectPool(name: string, pool: string): Promise<NodePool> {
  const found = (await inspect(name)).pools.find((each) => each.name === pool);
  if (found === undefined) throw new Error(`no pool ${pool}`);
  return found;
}

/** The change that this file sends where any will do: it moves no node. */
const newSurge = (name: string, pool: string, maxSurge: string): Change => ({
  kind: 'restore-upgrade-settings',
  resourceId: resourceId(name),
  pool,
  upgradeSettings: { maxSurge },
});

const send = (change: Change, eTag: string, more: { correlationId: string; notAfterMs?: number }) =>
  gateways.azure.begin(change, { eTag, notAfterMs: null, ...more });

/** The requests of one begin that wanted to change something. */
const sent = async (correlationId: string) =>
  (await simulator.armMutations()).filter((each) => each.clientRequestId === correlationId);

/** Lets what runs on the cluster come to its end. */
const settle = () => simulator.advance('3h');

it('reads and changes by a preview version where it is told one: no other sets a strategy', async () => {
  const apiVersion = '2026-01-02-preview';
  const id = resourceId('aks-pay-weu');
  for (const [version, strategy] of [
    [undefined, 'Rolling'],
    [apiVersion, 'BlueGreen'],
  ] as const) {
    const pool = (await inspect('aks-pay-weu')).pools.at(-1)!;
    const upgradeSettings = {
      upgradeStrategy: 'BlueGreen',
      upgradeSettingsBlueGreen: { drainBatchSize: '2' },
    } as const;
    await gateways.azure.begin(
      { kind: 'set-upgrade-settings', resourceId: id, pool: pool.name, upgradeSettings },
      { eTag: pool.eTag, notAfterMs: null, correlationId: `strategy-${strategy}`, apiVersion: version },
    );
    await settle();
    const { pools } = await gateways.azure.inspectCluster(id, undefined, version);
    expect(pools.at(-1)).toMatchObject({ upgradeStrategy: strategy });
  }
});

describe('begin', () => {
  it('moves a control plane and leaves its pools alone, then moves one pool and keeps every other field', async () => {
    const before = await inspect('aks-shop-weu');
    const change: Change = {
      kind: 'upgrade-control-plane',
      resourceId: before.resourceId,
      to: '1.36.1',
    };
    expect(await send(change, before.eTag, { correlationId: 'cp' })).toMatchObject({
      kind: 'accepted',
      operation: { pool: null, url: expect.stringContaining('/operations/') },
    });
    await settle();
    const between = await inspect('aks-shop-weu');
    expect(between).toMatchObject({ currentKubernetesVersion: '1.36.1', provisioningState: 'Succeeded' });
    expect(between.pools.map((each) => each.currentOrchestratorVersion)).toEqual([
      '1.35.5',
      '1.35.5',
      '1.35.5',
    ]);

    const rawBefore = await rawPool('np1');
    const { eTag } = await inspectPool('aks-shop-weu', 'np1');
    const upgrade: Change = {
      kind: 'upgrade-node-pool',
      resourceId: before.resourceId,
      pool: 'np1',
      to: '1.36.1',
      upgradeSettings: { maxSurge: '50%' },
    };
    expect((await send(upgrade, eTag, { correlationId: 'np1' })).kind).toBe('accepted');
    await settle();
    const rawAfter = await rawPool('np1');
    expect(rawAfter).toMatchObject({
      ...unmoved(rawBefore),
      upgradeStrategy: 'Rolling',
      upgradeSettings: { maxSurge: '50%', maxBlockedNodes: '20%', drainTimeoutInMinutes: 45 },
      orchestratorVersion: '1.36.1',
      provisioningState: 'Succeeded',
    });
    expect([...(await sent('cp')), ...(await sent('np1'))].map((each) => each.operation?.kind)).toEqual([
      'control-plane-upgrade',
      'node-pool-upgrade',
    ]);
  });

  it('sets an automatic channel and changes nothing else of the cluster, and is done where it is set', async () => {
    const before = await inspect('aks-test-weu');
    const change: Change = {
      kind: 'set-upgrade-channel',
      resourceId: before.resourceId,
      channel: 'patch',
    };
    const operation = { pool: null, url: expect.stringContaining('/operations/') };
    expect(await send(change, before.eTag, { correlationId: 'channel' })).toMatchObject({
      kind: 'accepted',
      operation,
    });
    await settle();
    const after = await inspect('aks-test-weu');
    // Each accepted change of a cluster gives it and all its pools new eTags.
    const kept = (cluster: Cluster) => ({
      ...cluster,
      eTag: 'any',
      pools: cluster.pools.map((pool) => ({ ...pool, eTag: 'any' })),
    });
    expect(kept(after)).toEqual({ ...kept(before), upgradeChannel: 'patch' });
    expect(await send(change, after.eTag, { correlationId: 'channel-again' })).toEqual({ kind: 'done' });
  });

  it('sends nothing when the resource is not the one that was inspected any more', async () => {
    const result = await send(newSurge('aks-pay-weu', 'np1', '2'), 'an-older-etag', {
      correlationId: 'stale',
    });
    expect(result).toEqual({ kind: 'changed' });
    expect(await sent('stale')).toEqual([]);
  });

  it('compares eTags for an image upgrade too, whose POST knows no If-Match', async () => {
    const change: Change = {
      kind: 'upgrade-node-image',
      resourceId: resourceId('aks-pay-weu'),
      pool: 'np1',
      to: 'newest',
    };
    expect(await send(change, 'an-older-etag', { correlationId: 'image' })).toEqual({ kind: 'changed' });
    expect(await sent('image')).toEqual([]);
  });

  it('takes a 412 for a concurrent change', async () => {
    const { eTag } = await inspectPool('aks-pay-weu', 'np1');
    await simulator.fault({
      kind: 'error-answer',
      match: { method: 'PUT' },
      status: 412,
      code: 'PreconditionFailed',
    });
    const result = await send(newSurge('aks-pay-weu', 'np1', '2'), eTag, { correlationId: '412' });
    expect(result).toEqual({ kind: 'changed' });
    expect(await sent('412')).toHaveLength(1);
  });

  it('sends nothing after its time', async () => {
    const { eTag } = await inspectPool('aks-pay-weu', 'np1');
    const late = { correlationId: 'late', notAfterMs: Date.now() - 1 };
    expect(await send(newSurge('aks-pay-weu', 'np1', '2'), eTag, late)).toEqual({ kind: 'too-late' });
    expect(await sent('late')).toEqual([]);
  });

  it('is done at once when nothing is to be changed', async () => {
    const { eTag, upgradeSettings } = await inspectPool('aks-pay-weu', 'np1');
    const same = newSurge('aks-pay-weu', 'np1', upgradeSettings.maxSurge ?? '');
    expect(await send(same, eTag, { correlationId: 'same' })).toEqual({ kind: 'done' });
  });

  it('is traced by an id whose letters no header could carry as they are', async () => {
    const { eTag } = await inspectPool('aks-pay-weu', 'np1');
    const late = { correlationId: 'aks/grün/1', notAfterMs: Date.now() - 1 };
    expect(await send(newSurge('aks-pay-weu', 'np1', '2'), eTag, late)).toEqual({ kind: 'too-late' });
    const asked = await simulator.ledger(true);
    expect(asked.map((each) => each.clientRequestId)).toContain('aks/gr_n/1');
  });

  it('never repeats a PUT whose answer was lost', async () => {
    const { eTag } = await inspectPool('aks-pay-weu', 'system');
    await simulator.fault({ kind: 'lost-answer', match: { method: 'PUT' } });
    const lost = send(newSurge('aks-pay-weu', 'system', '3'), eTag, { correlationId: 'lost' });
    expect(await failureOf(lost)).toMatchObject({ kind: 'no-answer' });
    expect(await sent('lost')).toHaveLength(1);
    expect((await inspectPool('aks-pay-weu', 'system')).provisioningState).toBe('Updating');
    await settle();
    expect((await inspectPool('aks-pay-weu', 'system')).upgradeSettings.maxSurge).toBe('3');
  });

  it.each<[string, object, object]>([
    ['throttle', { kind: 'throttle', retryAfterSeconds: 7 }, { kind: 'throttled', retryAfterMs: 7_000 }],
    [
      'throttle without a time',
      { kind: 'throttle', retryAfterSeconds: null },
      { kind: 'throttled', retryAfterMs: null },
    ],
    ['deny', { kind: 'deny' }, { kind: 'not-allowed', code: 'AuthorizationFailed' }],
    ['reset', { kind: 'reset' }, { kind: 'no-answer' }],
    ['an internal error', { kind: 'error-answer', status: 500 }, { kind: 'azure-unavailable' }],
    ['another operation', { kind: 'conflict', minutes: 5 }, { kind: 'busy', code: 'OperationNotAllowed' }],
  ])('says what stopped it (%s), and has tried once', async (name, fault, expected) => {
    const { eTag } = await inspectPool('aks-test-weu', 'win22');
    await simulator.fault({ ...fault, match: { method: 'PUT' } });
    const refused = send(newSurge('aks-test-weu', 'win22', '2'), eTag, { correlationId: name });
    expect(await failureOf(refused)).toMatchObject(expected);
    expect((await sent(name)).filter((each) => each.operation?.kind !== 'other')).toHaveLength(1);
    await settle();
  });

  it('says which rule of versions refuses a target', async () => {
    const { eTag } = await inspectPool('aks-pay-weu', 'np1');
    const ahead: Change = {
      kind: 'upgrade-node-pool',
      resourceId: resourceId('aks-pay-weu'),
      pool: 'np1',
      to: '1.36.1',
      upgradeSettings: {},
    };
    const refused = send(ahead, eTag, { correlationId: 'ahead' });
    expect(await failureOf(refused)).toMatchObject({ kind: 'version-refused' });
  });
});

async function rawPool(name: string): Promise<Record<string, unknown>> {
  const { text } = await simulator.ask('/_simulator/state');
  const { clusters } = JSON.parse(text) as {
    clusters: { name: string; agentPools: { name: string; properties: Record<string, unknown> }[] }[];
  };
  const cluster = clusters.find((each) => each.name === 'aks-shop-weu');
  const pool = cluster?.agentPools.find((each) => each.name === name);
  if (pool === undefined) throw new Error(`no pool ${name}`);
  return pool.properties;
}

/** What an upgrade of the version may not touch. */
function unmoved(properties: Record<string, unknown>): Record<string, unknown> {
  const moved = new Set([
    'orchestratorVersion',
    'currentOrchestratorVersion',
    'nodeImageVersion',
    'eTag',
    'upgradeSettings',
  ]);
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !moved.has(key)));
}
