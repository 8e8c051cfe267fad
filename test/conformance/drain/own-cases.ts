import { expect } from 'vitest';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import type { DrainCase } from './drain-bench.ts';

/** Its termination takes longer than any question. */
const stuck = { graceSeconds: 600, annotations: { 'simulator.drydock.dev/exit-seconds': '600' } };

/** What happens while a drain waits for the nth time. */
function atWait(nth: number, act: () => Promise<unknown>): () => Promise<void> {
  let waits = 0;
  return async () => {
    waits += 1;
    if (waits === nth) await act();
  };
}

/** R: as kubectl 1.32 was seen to do or, where it says so, must not be copied. N: questions of our own. */
export const ownCases: readonly DrainCase[] = [
  {
    id: 'R1',
    title: 'every pod that may not go is named, a mirror pod is not',
    async run(place) {
      await place.pod('naked');
      await place.pod('both', { hasEmptyDir: true });
      await place.pod('mirror', { annotations: { 'kubernetes.io/config.mirror': 'x' } });
      const report = await place.drain();
      expect(report.told).toEqual(['both untouched', 'mirror skipped', 'naked untouched']);
      expect(report.reason).toContain(`${place.namespace}/naked`);
      expect(report.reason).toContain(`${place.namespace}/both`);
    },
  },
  {
    id: 'R2',
    title: 'pods under one budget go one after the other, each as soon as its forerunner is replaced',
    async run(place) {
      await place.deployment('web', { replicas: 3 });
      await place.budget('web', { maxUnavailable: 1 });
      await place.openOther();
      const report = await place.drain();
      expect(report.outcome).toBe('drained');
      expect(report.pods.map(({ outcome }) => outcome)).toEqual(['replaced', 'replaced', 'replaced']);
    },
  },
  {
    id: 'R3',
    title: 'two budgets on one pod are refused before anything goes (kubectl evicts the others)',
    async run(place) {
      await place.deployment('web');
      await place.budget('web', { minAvailable: 0 });
      await place.budget('twin', { app: 'web', minAvailable: 0 });
      const report = await place.drain();
      expect(report).toMatchObject({ outcome: 'refused', evictions: [] });
      expect(report.reason).toContain(`pdb ${place.namespace}/twin`);
    },
  },
  {
    id: 'R6',
    title: 'a pod that is not ready is tried until the deadline under the default policy',
    async run(place) {
      await place.deployment('web', { replicas: 2 });
      await place.budget('web', { maxUnavailable: 1 });
      const names = await place.podNames();
      for (const name of names) await place.setUnready(name);
      await place.until('none is allowed', async () =>
        (await place.drainClient().budgets()).some(
          ({ namespace, figures }) => namespace === place.namespace && figures?.currentHealthy === 0,
        ),
      );
      const report = await place.drain({ timeoutMs: 15_000 });
      expect(report).toMatchObject({ outcome: 'timed-out', told: names.map((name) => `${name} blocked`) });
      expect(report.pods[0]).toMatchObject({ blockedBy: `pdb ${place.namespace}/web` });
      expect(report.evictions.every((each) => each.endsWith(' 429'))).toBe(true);
    },
  },
  {
    id: 'R7',
    title: 'a pod that is not ready goes under AlwaysAllow',
    async run(place) {
      await place.deployment('web');
      await place.budget('web', { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
      const [name = ''] = await place.podNames();
      await place.setUnready(name);
      await place.openOther();
      expect(await place.drain()).toMatchObject({ outcome: 'drained' });
    },
  },
  {
    id: 'R10',
    title: 'a pod that is gone before it is evicted counts as gone',
    async run(place) {
      await place.pod('naked');
      const report = await place.drain({
        force: true,
        through: (drainClient) => ({
          ...drainClient,
          evict: (pod, options) => drainClient.evict({ ...pod, name: 'missing' }, options),
        }),
        timeoutMs: 1_000,
      });
      expect(report.evictions).toEqual(['missing 404']);
    },
  },
  {
    id: 'N3',
    title: 'a pod that a finalizer holds is told with it',
    async run(place) {
      await place.pod('held', { finalizers: ['example.com/hold'], graceSeconds: 1 });
      const report = await place.drain({ force: true, timeoutMs: 90_000 });
      expect(report).toMatchObject({
        outcome: 'timed-out',
        pods: [{ outcome: 'terminating', blockedBy: 'finalizer example.com/hold' }],
      });
      await place.letGo('held');
    },
  },
  {
    id: 'N4',
    title: 'a drain that was killed and is begun again finishes, and tells no pod twice',
    async run(place) {
      await place.deployment('web', { replicas: 4 });
      await place.budget('web', { maxUnavailable: 1 });
      await place.openOther();
      const killed = new AbortController();
      const told: string[] = [];
      const through = (drainClient: DrainClient): DrainClient => ({
        ...drainClient,
        async evict(pod, options) {
          const reply = await drainClient.evict(pod, options);
          if (reply.status === 201) told.push(pod.uid);
          if (told.length === 2) killed.abort(new Error('killed'));
          return reply;
        },
      });
      await expect(place.drain({ through, signal: killed.signal })).rejects.toThrow('killed');
      expect(await place.drain({ through })).toMatchObject({ outcome: 'drained', cordonedByUs: true });
      expect(told).toHaveLength(4);
      expect(new Set(told).size).toBe(4);
    },
  },
  {
    id: 'N5',
    title: 'a drain that is called off sends nothing more, and the node stays cordoned',
    async run(place) {
      await place.deployment('web', { replicas: 3 });
      await place.budget('web', { maxUnavailable: 1 });
      const interrupt = new AbortController();
      const before = await place.podNames();
      const called = place.drain({
        signal: interrupt.signal,
        meanwhile: async () => interrupt.abort(new Error('called off')),
      });
      await expect(called).rejects.toThrow('called off');
      expect(await place.isCordoned()).toBe(true);
      const left = (await place.pods()).filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
      expect(left.filter(({ metadata }) => before.includes(metadata?.name ?? ''))).toHaveLength(2);
    },
  },
  {
    id: 'N6',
    title: 'a node that is taken away midway is drained, not failed',
    async run(place) {
      await place.pod('held', stuck);
      const report = await place.drain({
        force: true,
        timeoutMs: 300_000,
        meanwhile: atWait(3, () => place.bench.removeNode(place.node)),
      });
      expect(report.outcome).toBe('drained');
    },
  },
  {
    id: 'N7',
    title: 'a node that comes back under its name is another one, and is left alone',
    async run(place) {
      await place.pod('held', stuck);
      const report = await place.drain({
        force: true,
        timeoutMs: 300_000,
        meanwhile: atWait(3, async () => {
          await place.bench.removeNode(place.node);
          await place.bench.addNode(place.node, { question: place.namespace });
        }),
      });
      expect(report.outcome).toBe('drained');
      expect(await place.isCordoned()).toBe(false);
    },
  },
  {
    id: 'N8',
    title: 'a pod that lands on the node after the cordon goes too',
    async run(place) {
      await place.pod('first');
      let hasLanded = false;
      const report = await place.drain({
        force: true,
        meanwhile: async () => {
          if (!hasLanded) await place.pod('second');
          hasLanded = true;
        },
      });
      expect(report).toMatchObject({ outcome: 'drained', told: ['first evicted', 'second evicted'] });
    },
  },
  {
    id: 'N10',
    title: 'a budget that is eased while it blocks lets the next try through',
    async run(place) {
      await place.deployment('web', { replicas: 2 });
      await place.budget('web', { minAvailable: 1 });
      const names = await place.podNames();
      for (const name of names) await place.setUnready(name);
      const report = await place.drain({
        successorsMs: 0,
        meanwhile: atWait(4, () => place.setBudget('web', { unhealthyPodEvictionPolicy: 'AlwaysAllow' })),
      });
      expect(report.outcome).toBe('drained');
      expect(report.evictions.filter((each) => each.endsWith(' 201'))).toHaveLength(2);
    },
  },
  {
    id: 'N11',
    title: 'a static pod stays without the mark of a mirror, for its node owns it',
    async run(place) {
      const { metadata } = await place.bench.client.core.readNode({ name: place.node });
      const owner = {
        apiVersion: 'v1',
        kind: 'Node',
        name: place.node,
        uid: metadata?.uid,
        controller: true,
      };
      await place.pod('static', { ownerReferences: [owner] });
      expect(await place.drain()).toMatchObject({ outcome: 'drained', told: ['static skipped'] });
    },
  },
  {
    id: 'N12',
    title: 'what the cluster depends on goes last',
    async run(place) {
      await place.pod('a-vital-one', { priorityClassName: 'system-cluster-critical' });
      await place.pod('some-other');
      const report = await place.drain({ force: true });
      expect(report).toMatchObject({
        outcome: 'drained',
        evictions: ['some-other 201', 'a-vital-one 201'],
      });
    },
  },
  {
    id: 'N13',
    title: 'a node that somebody else cordoned stays cordoned',
    async run(place) {
      await place.bench.client.core.patchNode({
        name: place.node,
        body: [{ op: 'add', path: '/spec/unschedulable', value: true }],
      });
      expect(await place.drain()).toMatchObject({ outcome: 'drained', cordonedByUs: false });
      expect(await place.drainClient().uncordon(place.node, { isForced: false })).toBe('not-ours');
      expect(await place.isCordoned()).toBe(true);
      expect(await place.drainClient().uncordon(place.node, { isForced: true })).toBe('opened');
    },
  },
  {
    id: 'N16',
    title: 'a budget that can never be met is refused before anything is touched',
    async run(place) {
      await place.deployment('web', { replicas: 2 });
      await place.budget('web', { minAvailable: 2 });
      expect(await place.drain()).toMatchObject({ outcome: 'refused', evictions: [], cordonedByUs: false });
      expect(await place.isCordoned()).toBe(false);
    },
  },
  {
    id: 'N17',
    title: 'pods of an other uid under the same name are left alone',
    async run(place) {
      await place.pod('naked');
      const [pod] = await place.drainClient().pods(place.node);
      if (pod === undefined) throw new Error('no pod');
      const reply = await place
        .drainClient()
        .evict({ ...pod, uid: 'another' }, { graceSeconds: null, isDryRun: false });
      expect(reply.status).toBe(409);
      expect(await place.podNames()).toEqual(['naked']);
    },
  },
  {
    id: 'N18',
    title:
      'pods that are bound to the node by name are evicted once, and those that come back are not waited for',
    async run(place) {
      await place.deployment('web', { replicas: 2, spec: { nodeName: place.node } });
      const report = await place.drain();
      expect(report.outcome).toBe('drained');
      // The scheduler may not know yet of a cordon: each is tried once more.
      expect(report.evictions.length).toBeLessThanOrEqual(4);
      const returned = report.pods.filter(({ outcome }) => outcome === 'returned');
      expect(returned.map(({ blockedBy }) => blockedBy)).toEqual([
        expect.stringMatching(/^ReplicaSet web-\w+: recreated here, bound to the node by name/),
        expect.stringMatching(/^ReplicaSet web-\w+: recreated here, bound to the node by name/),
      ]);
      expect(report.told.some((each) => each.endsWith(' replaced'))).toBe(false);
    },
  },
  {
    id: 'N19',
    title: 'pods that tolerate the cordon and come back are told with it',
    async run(place) {
      await place.deployment('web', { replicas: 1, spec: { tolerations: [{ operator: 'Exists' }] } });
      const report = await place.drain();
      expect(report).toMatchObject({
        outcome: 'drained',
        evictions: [expect.stringMatching(/ 201$/)],
        pods: [
          { outcome: 'evicted', attempts: 1 },
          {
            outcome: 'returned',
            attempts: 0,
            blockedBy: expect.stringMatching(/: recreated here, tolerates the cordon$/),
          },
        ],
      });
    },
  },
  {
    id: 'N20',
    title: 'a pod of no controller that someone makes again under its name is evicted once',
    async run(place) {
      await place.pod('again');
      await place.pod('held', { finalizers: ['example.com/hold'], graceSeconds: 1 });
      let hasReturned = false;
      const report = await place.drain({
        force: true,
        meanwhile: async () => {
          if (hasReturned) return;
          if ((await place.podNames()).includes('again')) return;
          hasReturned = true;
          await place.pod('again');
          await place.letGo('held');
        },
      });
      expect(report).toMatchObject({
        outcome: 'drained',
        told: ['again evicted', 'again returned', 'held evicted'],
        pods: [{}, {}, { blockedBy: 'its creator: recreated here, tolerates the cordon' }],
      });
      // They are sent side by side.
      expect(report.evictions.toSorted()).toEqual(['again 201', 'held 201']);
    },
  },
  {
    id: 'N21',
    title: 'a node that is uncordoned while it is drained is not drained',
    async run(place) {
      await place.deployment('web', { replicas: 1 });
      const report = await place.drain({
        meanwhile: atWait(1, () => place.drainClient().uncordon(place.node, { isForced: true })),
      });
      expect(report).toMatchObject({
        outcome: 'failed',
        reason: expect.stringContaining('was uncordoned during the drain'),
      });
    },
  },
];
