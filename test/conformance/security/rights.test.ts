import type { V1PolicyRule } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/client/cluster-client.ts';
import { openDrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { documentedRules } from '#scripts/dev/permissions/documented-permissions.ts';
import { noEntra } from '../../builders/no-entra.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { openRealBench, type RealBench } from '../clusters/real-bench.ts';
import { grant, takeAway } from '../clusters/rights-of-stranger.ts';
import { untilPasses } from '../clusters/until-passes.ts';
import { openPlace } from '../drain/drain-bench.ts';

const access = inject('controlPlane');
let bench: RealBench;
let stranger: ClusterClient;

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  stranger = await openCluster(access.strangersKubeconfig, noEntra);
});
afterEach(() => (access === null ? undefined : takeAway(bench)));
afterAll(async () => {
  await stranger?.close();
  await bench?.close();
});

/** What it says that anyone who drains needs besides. */
const drains: Readonly<Record<string, V1PolicyRule>> = {
  'patch nodes': { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
  'create pods/eviction': { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
};

/** Gives the stranger the documented rights but for these, and waits until the API server knows. */
async function grantAllBut(missing: readonly string[]): Promise<void> {
  const given = Object.entries(drains).flatMap(([name, rule]) => (missing.includes(name) ? [] : [rule]));
  await grant(bench, [...documentedRules('drydock'), ...given]);
  const drainClient = openDrainClient(stranger, new AbortController().signal);
  await untilPasses(async () => expect(await drainClient.missingRights()).toEqual(missing));
}

/** A workload of two on a node, with room elsewhere; `drain` goes by the stranger's rights. */
async function aPlace(id: string) {
  const place = await openPlace(bench, id);
  await place.deployment('web', { replicas: 2 });
  await place.budget('web', { maxUnavailable: 1 });
  await place.openOther();
  return { ...place, theirs: await openPlace({ ...bench, client: stranger }, id, { isThere: true }) };
}

/** The simulator permits everything to every known identity (docs/simulator.md). */
describe.skipIf(access === null)('a drain by the rights that docs/permissions.md names', () => {
  it('goes to its end', async () => {
    const { theirs } = await aPlace('rights-all');
    await grantAllBut([]);
    expect(await theirs.drain()).toMatchObject({ outcome: 'drained', cordonedByUs: true });
  });

  it.each(Object.keys(drains))('touches nothing without %s, and names it (R11)', async (missing) => {
    const place = await aPlace(`without-${missing.split(' ')[0]}`);
    await grantAllBut([missing]);
    expect(await failureOf(place.theirs.drain())).toMatchObject({
      kind: 'kubernetes-refused',
      message: expect.stringContaining(`not permitted to ${missing}; nothing was changed`) as string,
    });
    expect(await place.isCordoned()).toBe(false);
    expect((await place.pods()).every(({ metadata }) => !metadata?.deletionTimestamp)).toBe(true);
  });

  it('is refused at once without any', async () => {
    const { theirs } = await aPlace('rights-none');
    expect(await failureOf(theirs.drain())).toMatchObject({ kind: 'kubernetes-refused' });
  });
});
