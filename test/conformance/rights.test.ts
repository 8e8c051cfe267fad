import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type ClusterClient, openCluster } from '#gateways/kubernetes/cluster-client.ts';
import { openDrainDoor } from '#gateways/kubernetes/drain-door.ts';
import { failureOf } from '../support/failure-of.ts';
import { openPlace } from './drain/drain-bench.ts';
import { openRealBench, type RealBench } from './real-bench.ts';
import { untilPasses } from './until-passes.ts';

const access = inject('controlPlane');
let bench: RealBench;
let stranger: ClusterClient;

beforeAll(async () => {
  if (access === null) return;
  bench = await openRealBench(access);
  stranger = await openCluster(access.strangersKubeconfig, () => Promise.reject(new Error('no token')));
});
afterEach(() => (access === null ? undefined : takeAway()));
afterAll(async () => {
  await stranger?.close();
  await bench?.close();
});

const role = 'as-documented';
const apiGroup = 'rbac.authorization.k8s.io';

/** What docs/permissions.md gives to a worker by Kubernetes RBAC. */
function documentedRules(): readonly V1PolicyRule[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'permissions.md'), 'utf8');
  const block = text.match(/```yaml\n(apiVersion: rbac[\s\S]*?)```/)?.[1] ?? '';
  const [clusterRole] = parseAllDocuments(block).map(
    (document) => document.toJS() as { rules: V1PolicyRule[] },
  );
  return clusterRole!.rules;
}

/** What it says that whoever drains needs besides. */
const drains = {
  'patch nodes': { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
  'create pods/eviction': { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
} as const;

/** Gives the stranger the documented rights but for these, and waits until the API server knows. */
async function grantAllBut(missing: readonly string[]): Promise<void> {
  const given = Object.entries(drains).flatMap(([name, rule]) => (missing.includes(name) ? [] : [rule]));
  await grant([...documentedRules(), ...given]);
  const door = openDrainDoor(stranger, new AbortController().signal);
  await untilPasses(async () => expect(await door.missingRights()).toEqual(missing));
}

async function grant(rules: readonly object[]): Promise<void> {
  const rbac = bench.client.api(RbacAuthorizationV1Api);
  await rbac.createClusterRole({ body: { metadata: { name: role }, rules: rules as V1PolicyRule[] } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name: role },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup, kind: 'User', name: 'stranger' }],
    },
  });
}

async function takeAway(): Promise<void> {
  const rbac = bench.client.api(RbacAuthorizationV1Api);
  await rbac.deleteClusterRoleBinding({ name: role }).catch(() => undefined);
  await rbac.deleteClusterRole({ name: role }).catch(() => undefined);
}

/** A workload of two on a node, with room elsewhere; `drain` goes by the stranger's rights. */
async function aPlace(id: string) {
  const place = await openPlace(bench, id);
  await place.deployment('web', { replicas: 2 });
  await place.budget('web', { maxUnavailable: 1 });
  await place.openOther();
  return { ...place, theirs: await openPlace({ ...bench, client: stranger }, id, { isThere: true }) };
}

/** The simulator lets whoever it knows do everything (docs/simulator.md). */
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
      message: expect.stringContaining(`may not ${missing}; nothing was touched`) as string,
    });
    expect(await place.isCordoned()).toBe(false);
    expect((await place.pods()).every(({ metadata }) => !metadata?.deletionTimestamp)).toBe(true);
  });

  it('is refused at once without any', async () => {
    const { theirs } = await aPlace('rights-none');
    expect(await failureOf(theirs.drain())).toMatchObject({ kind: 'kubernetes-refused' });
  });
});
