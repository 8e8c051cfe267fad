import { expect } from 'vitest';
import type { DrainCase } from './drain-bench.ts';

/** The questions of kubectl's own tests that an API server answers; where we differ on purpose the title says so. */
export const kubectlCases: readonly DrainCase[] = [
  {
    id: 'K2',
    title: 'a pod of a daemon set stays, without being asked for (kubectl refuses)',
    async run(place) {
      await place.daemonSet('agent');
      expect(await place.drain()).toMatchObject({ outcome: 'drained', evictions: [] });
    },
  },
  {
    id: 'K7',
    title: 'a pod of a daemon set stays, local data or not',
    async run(place) {
      await place.daemonSet('agent', { hasEmptyDir: true });
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'drained', evictions: [] });
      expect(report.pods).toMatchObject([{ class: 'daemonset', outcome: 'skipped' }]);
    },
  },
  {
    id: 'K8',
    title: 'a pod of a job with local data goes when that is allowed',
    async run(place) {
      await place.job('import', { hasEmptyDir: true });
      expect(await place.drain()).toMatchObject({ outcome: 'refused', evictions: [] });
      const report = await place.drain({ force: true, deleteLocalData: true });
      expect(report).toMatchObject({
        outcome: 'drained',
        pods: [{ class: 'local-data', outcome: 'evicted' }],
      });
    },
  },
  {
    id: 'K9',
    title: 'a finished pod of a job with local data goes without a flag',
    async run(place) {
      await place.job('import', {
        hasEmptyDir: true,
        annotations: { 'simulator.drydock.dev/run-seconds': '3' },
      });
      await place.until('it has finished', async () =>
        (await place.pods()).every(({ status }) => status?.phase === 'Succeeded'),
      );
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'drained', pods: [{ class: 'finished', outcome: 'evicted' }] });
    },
  },
  {
    id: 'K10',
    title: 'a pod of a replica set is moved: its successor is ready elsewhere',
    async run(place) {
      await place.deployment('web');
      await place.openOther();
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'drained', pods: [{ class: 'evict', outcome: 'replaced' }] });
      expect(report.evictions).toHaveLength(1);
    },
  },
  {
    id: 'K11',
    title: 'a naked pod is refused, and the node is as it was',
    async run(place) {
      await place.pod('naked');
      expect(await place.drain()).toMatchObject({ outcome: 'refused', evictions: [], cordonedByUs: false });
      expect(await place.isCordoned()).toBe(false);
    },
  },
  {
    id: 'K12',
    title: 'a naked pod goes by force',
    async run(place) {
      await place.pod('naked');
      expect(await place.drain({ force: true })).toMatchObject({
        told: ['naked evicted'],
        outcome: 'drained',
      });
    },
  },
  {
    id: 'K13',
    title: 'force is not enough for local data',
    async run(place) {
      await place.pod('naked', { hasEmptyDir: true });
      expect(await place.drain({ force: true })).toMatchObject({ outcome: 'refused', evictions: [] });
    },
  },
  {
    id: 'K14',
    title: 'a finished naked pod with local data goes without a flag (R8)',
    async run(place) {
      await place.pod('done', { hasEmptyDir: true, phase: 'Succeeded' });
      await place.pod('failed', { phase: 'Failed' });
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'drained', told: ['done evicted', 'failed evicted'] });
    },
  },
  {
    id: 'K15',
    title: 'a naked pod with local data goes when both are allowed',
    async run(place) {
      await place.pod('naked', { hasEmptyDir: true });
      const report = await place.drain({ force: true, deleteLocalData: true });
      expect(report.told).toEqual(['naked evicted']);
    },
  },
  {
    id: 'K16',
    title: 'an empty node is drained and cordoned',
    async run(place) {
      expect(await place.drain()).toMatchObject({ outcome: 'drained', pods: [], cordonedByUs: true });
      expect(await place.isCordoned()).toBe(true);
    },
  },
  {
    id: 'K21',
    title: 'a schedulable node is cordoned with one change, a cordoned one with none (K23)',
    async run(place) {
      const drainClient = place.drainClient();
      expect(await drainClient.cordon(place.node, 'a test')).toBe(true);
      const before = drainClient.requests();
      expect(await drainClient.cordon(place.node, 'a test')).toBe(true);
      expect(drainClient.requests() - before).toBe(1);
    },
  },
  {
    id: 'K22',
    title: 'a node that we cordoned is opened, an open one left alone (K24), a missing one told (K26)',
    async run(place) {
      const drainClient = place.drainClient();
      await drainClient.cordon(place.node, 'a test');
      expect(await drainClient.uncordon(place.node, { isForced: false })).toBe('opened');
      expect(await place.isCordoned()).toBe(false);
      expect(await drainClient.uncordon(place.node, { isForced: false })).toBe('was-open');
      expect(await drainClient.uncordon('missing', { isForced: false })).toBe('no-node');
    },
  },
  {
    id: 'K25',
    title: 'a missing node fails with its name',
    async run(place) {
      const report = await place.drain({
        through: (drainClient) => ({ ...drainClient, node: () => drainClient.node('missing') }),
      });
      expect(report).toMatchObject({ outcome: 'failed', evictions: [] });
      expect(report.reason).toContain(place.node);
    },
  },
  {
    id: 'K30',
    title: 'a pod that comes back under its name elsewhere is another one (R9)',
    async run(place) {
      await place.statefulSet('db');
      await place.openOther();
      expect(await place.drain()).toMatchObject({ outcome: 'drained', told: ['db-0 replaced'] });
    },
  },
  {
    id: 'K31',
    title: 'a pod that never ends ends the drain at its deadline, and is named',
    async run(place) {
      await place.pod('held', { finalizers: ['example.com/hold'] });
      const report = await place.drain({ force: true, timeoutMs: 20_000 });
      expect(report).toMatchObject({ outcome: 'timed-out', told: ['held terminating'], cordonedByUs: true });
    },
  },
  {
    id: 'K33',
    title: 'a pod that should have ended long ago is not waited for where that is asked for (R5)',
    async run(place) {
      await place.pod('held', { finalizers: ['example.com/hold'], graceSeconds: 1 });
      const { namespace } = place;
      await place.bench.client.core.deleteNamespacedPod({ name: 'held', namespace });
      const endsAt = async () =>
        (await place.pods()).map(({ metadata }) => metadata?.deletionTimestamp?.getTime() ?? Infinity)[0] ??
        0;
      await place.until('it is late', async () => place.bench.clock.now() - (await endsAt()) > 3_000);
      expect(await place.drain({ force: true, skipStuckMs: 60_000, timeoutMs: 5_000 })).toMatchObject({
        outcome: 'timed-out',
      });
      expect(await place.drain({ force: true, skipStuckMs: 2_000 })).toMatchObject({
        outcome: 'drained',
        evictions: [],
      });
      await place.letGo('held');
    },
  },
  {
    id: 'K35',
    title: 'an eviction carries the grace period that was asked for, if it is the shorter one (N15)',
    async run(place) {
      await place.pod('short', { graceSeconds: 5 });
      await place.pod('long', { graceSeconds: 60 });
      const report = await place.drain({ force: true, graceSeconds: 10 });
      expect(report).toMatchObject({ outcome: 'drained', graces: { short: null, long: 10 } });
    },
  },
  {
    id: 'K38',
    title: 'pods of other nodes stay where they are',
    async run(place) {
      await place.deployment('web');
      const [web = ''] = await place.podNames();
      await place.drainClient().cordon(place.node, 'a test');
      await place.openOther();
      await place.deployment('other', { replicas: 2 });
      const others = (await place.podNames()).filter((name) => name !== web);
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'drained', evictions: [`${web} 201`] });
      expect(await place.podNames()).toEqual(expect.arrayContaining(others));
    },
  },
  {
    id: 'K39',
    title: 'a dry run asks for every pod and changes nothing',
    async run(place) {
      await place.deployment('web', { replicas: 2 });
      const names = await place.podNames();
      const report = await place.drain({ isDryRun: true });
      expect(report).toMatchObject({
        outcome: 'would-drain',
        told: names.map((name) => `${name} untouched`),
      });
      expect(report.evictions).toHaveLength(2);
      expect(await place.podNames()).toEqual(names);
      expect(await place.isCordoned()).toBe(false);
    },
  },
  {
    id: 'K51',
    title: 'a pod of a namespace that is being deleted is waited for',
    async run(place) {
      await place.pod('naked');
      await place.bench.client.core.deleteNamespace({ name: place.namespace });
      expect(await place.drain({ force: true })).toMatchObject({ outcome: 'drained' });
    },
  },
];
