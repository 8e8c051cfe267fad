import { describe, expect, it } from 'vitest';
import { readFleet } from '#procedures/read/read-fleet.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { azureForFile } from '../../simulated/azure-for-file.ts';

const { simulator, gateways } = await azureForFile({ scenario: 'edge-cases', speed: 1 });

async function profileReads(): Promise<number> {
  const entries = await simulator.ledger(true);
  return entries.filter(({ path }) => /\/upgradeProfiles\/default$/i.test(path)).length;
}

describe('readFleet', () => {
  it('reads every cluster that the credential sees, and what each of their locations offers', async () => {
    const fleet = await readFleet(gateways, { subscriptions: ['*'], images: () => false });
    expect(fleet.clusters.map((each) => each.name).sort()).toEqual(
      simulator.ready.clusters.map((each) => each.name).sort(),
    );
    expect(Object.keys(fleet.offers).sort()).toEqual(['northeurope', 'westeurope']);
  });

  it('reads newest images of the clusters that were asked for, and of no other', async () => {
    const fleet = await readFleet(gateways, {
      subscriptions: simulator.ready.subscriptions,
      images: (cluster) => cluster.name === 'aks-plain-weu',
    });
    const withImages = fleet.clusters.filter((each) =>
      each.pools.some((pool) => pool.latestNodeImageVersion !== null),
    );
    expect(withImages.map((each) => each.name)).toEqual(['aks-plain-weu']);
  });

  it('asks for the newest image once a region and kind of image, however many pools there are', async () => {
    const before = await profileReads();
    const fleet = await readFleet(gateways, { subscriptions: ['*'], images: () => true });
    const pools = fleet.clusters.flatMap((each) => each.pools);
    expect(pools.every((pool) => pool.latestNodeImageVersion !== null)).toBe(true);
    expect((await profileReads()) - before).toBe(2);
  });

  it('sees what keeps a cluster from being upgraded', async () => {
    const { clusters } = await readFleet(gateways, { subscriptions: ['*'], images: () => false });
    const named = (name: string) => clusters.find((each) => each.name === name);
    expect(named('aks-stopped-weu')?.powerState).toBe('Stopped');
    expect(named('aks-held-weu')?.tags['drydock-hold']).toBe('database migration');
    expect(named('aks-auto-weu')).toMatchObject({
      upgradeChannel: 'stable',
      nodeOSUpgradeChannel: 'NodeImage',
    });
    expect(named('aks-failed-weu')?.provisioningState).toBe('Failed');
  });

  it('names missing subscriptions where that is asked for, and reads the others', async () => {
    const nowhere = '00000000-aaaa-0000-0000-00000000beef';
    const subscriptions = [nowhere, ...simulator.ready.subscriptions];
    const question = { subscriptions, images: () => false, otherWriters: () => true };
    const fleet = await readFleet(gateways, { ...question, namesMissing: true });
    expect(fleet.missingSubscriptions).toEqual([nowhere]);
    expect(fleet.clusters).toHaveLength(simulator.ready.clusters.length);
    expect(await failureOf(readFleet(gateways, question))).toMatchObject({ code: 'SubscriptionNotFound' });
  });

  it('takes an id for missing that Azure calls malformed', async () => {
    const match = { method: 'GET', pathPattern: 'managedClusters$' };
    await simulator.fault({ kind: 'error-answer', match, status: 400, code: 'InvalidSubscriptionId' });
    const question = { subscriptions: ['shop'], images: () => false, namesMissing: true };
    expect((await readFleet(gateways, question)).missingSubscriptions).toEqual(['shop']);
  });

  it('fails as a whole rather than leave a subscription out', async () => {
    await simulator.fault({ kind: 'deny', match: { method: 'GET', pathPattern: 'managedClusters$' } });
    const refused = readFleet(gateways, { subscriptions: ['*'], images: () => false });
    expect(await failureOf(refused)).toMatchObject({ kind: 'not-allowed' });
  });
});
