import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvictionReply } from '#domain/drain/eviction-answer.ts';
import { type FailureKind, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { type DrainPlace, openPlace } from '../../conformance/drain/drain-bench.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { openSimulatedBench } from '../../simulated/simulated-bench.ts';

let simulated: Awaited<ReturnType<typeof openSimulatedBench>>;
let places = 0;

beforeAll(async () => {
  simulated = await openSimulatedBench();
});
afterAll(() => simulated.close());

/** Two naked pods `one` and `two` on a node of their own. */
async function aPlace(): Promise<DrainPlace> {
  places += 1;
  const place = await openPlace(simulated.bench, `trouble-${places}`);
  for (const name of ['one', 'two']) await place.pod(name);
  return place;
}

const fails = (kind: FailureKind) => async () => {
  throw new FailureError(failure(kind, 'So it is.'));
};

/** Answers evictions of this pod so, and lets the others through. */
function answering(name: string, status: number, message: string, details: object = {}) {
  const body = { kind: 'Status', status: 'Failure', message, code: status, details };
  const reply: EvictionReply = { status, body, text: message, retryAfterMs: null };
  return (drainClient: DrainClient): DrainClient => ({
    ...drainClient,
    evict: (pod, options) => (pod.name === name ? Promise.resolve(reply) : drainClient.evict(pod, options)),
  });
}

describe('nothing is evicted', () => {
  it.each<[string, Partial<DrainClient>, FailureKind]>([
    ['when the node cannot be cordoned (R11)', { cordon: fails('kubernetes-refused') }, 'kubernetes-refused'],
    ['when pods cannot be listed (K17)', { pods: fails('kubernetes-unreachable') }, 'kubernetes-unreachable'],
    ['when budgets cannot be read', { budgets: fails('kubernetes-refused') }, 'kubernetes-refused'],
    [
      'without the right to evict',
      { missingRights: async () => ['create pods/eviction'] },
      'kubernetes-refused',
    ],
  ])('%s', async (_, broken, kind) => {
    const place = await aPlace();
    const drained = place.drain({ force: true, through: (drainClient) => ({ ...drainClient, ...broken }) });
    expect(await failureOf(drained)).toMatchObject({ kind });
    expect(await place.podNames()).toEqual(['one', 'two']);
    expect(await place.isCordoned()).toBe(false);
  });
});

describe('one pod in trouble', () => {
  it('that a webhook denies until the deadline does not hold up the other', async () => {
    const place = await aPlace();
    const through = answering('one', 403, 'admission webhook "guard.example.com" denied the request: no');
    const report = await place.drain({ force: true, through, timeoutMs: 30_000 });
    expect(report).toMatchObject({
      outcome: 'timed-out',
      told: ['one blocked', 'two evicted'],
      pods: [{ blockedBy: 'webhook guard.example.com' }, {}],
    });
    expect(report.pods[0]?.attempts).toBeGreaterThan(3);
  });

  it('that never goes is given up, and the drain ends as soon as the other is gone', async () => {
    const place = await aPlace();
    const through = answering('one', 500, 'This pod has more than one PodDisruptionBudget, which ...');
    const report = await place.drain({ force: true, through });
    expect(report).toMatchObject({
      outcome: 'failed',
      told: ['one blocked', 'two evicted'],
      cordonedByUs: true,
    });
    expect(report.reason).toContain('1 pod left');
  });

  it('without the right to evict it ends the drain, which leaves the node cordoned', async () => {
    const place = await aPlace();
    const forbidden = 'pods "one" is forbidden: User "u" cannot create resource "pods/eviction"';
    const drained = place.drain({ force: true, through: answering('one', 403, forbidden) });
    expect(await failureOf(drained)).toMatchObject({ kind: 'kubernetes-refused' });
    expect(await place.isCordoned()).toBe(true);
  });

  it('of an API server that serves no evictions is not deleted instead', async () => {
    const place = await aPlace();
    const unknown = 'the server could not find the requested resource';
    const drained = place.drain({ force: true, through: answering('one', 404, unknown) });
    expect(await failureOf(drained)).toMatchObject({ kind: 'invalid-request' });
    expect(await place.podNames()).toContain('one');
  });
});

describe('an API server that fails in passing', () => {
  it('while pods are listed in the middle of a drain is asked again', async () => {
    const place = await aPlace();
    let lists = 0;
    const report = await place.drain({
      force: true,
      through: (drainClient) => ({
        ...drainClient,
        pods(node) {
          lists += 1;
          return lists === 2 || lists === 3 ? fails('kubernetes-unreachable')() : drainClient.pods(node);
        },
      }),
    });
    expect(report).toMatchObject({ outcome: 'drained', told: ['one evicted', 'two evicted'] });
  });

  it('until the deadline ends the drain there: an evicted pod does not count as gone', async () => {
    const place = await aPlace();
    let lists = 0;
    const report = await place.drain({
      force: true,
      timeoutMs: 5_000,
      through: (drainClient) => ({
        ...drainClient,
        pods(node) {
          lists += 1;
          return lists > 1 ? fails('kubernetes-unreachable')() : drainClient.pods(node);
        },
      }),
    });
    expect(report).toMatchObject({ outcome: 'timed-out', evictions: ['one 201', 'two 201'] });
  });

  it('by asking for fewer requests gets them one at a time, and later', async () => {
    const place = await aPlace();
    const busy: EvictionReply = { status: 429, body: null, text: 'Too many requests', retryAfterMs: 4_000 };
    const sentAt: number[] = [];
    const report = await place.drain({
      force: true,
      parallelism: 2,
      through: (drainClient) => ({
        ...drainClient,
        evict(pod, options) {
          sentAt.push(simulated.bench.clock.now());
          return sentAt.length <= 2 ? Promise.resolve(busy) : drainClient.evict(pod, options);
        },
      }),
    });
    expect(report).toMatchObject({ outcome: 'drained', told: ['one evicted', 'two evicted'] });
    expect((sentAt[2] ?? 0) - (sentAt[0] ?? 0)).toBeGreaterThanOrEqual(4_000);
  });
});
