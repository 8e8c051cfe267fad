import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { openPlace } from '../../conformance/drain/drain-bench.ts';
import { kubectlCases } from '../../conformance/drain/kubectl-cases.ts';
import { ownCases } from '../../conformance/drain/own-cases.ts';
import { openSimulatedBench } from '../../simulated/simulated-bench.ts';

let simulated: Awaited<ReturnType<typeof openSimulatedBench>>;

beforeAll(async () => {
  simulated = await openSimulatedBench();
});
afterAll(() => simulated.close());

describe('the questions of a drain, put to the simulator', () => {
  it.each([...kubectlCases, ...ownCases].map((each) => [each.id, each.title, each] as const))(
    '%s %s',
    async (id, _, question) => {
      await question.run(await openPlace(simulated.bench, id));
    },
  );
});

describe('what a drain reads', () => {
  it('is asked for at the same time, so that no pass waits for two answers one after the other', async () => {
    const place = await openPlace(simulated.bench, 'beside');
    await place.deployment('web', { replicas: 3 });
    await place.budget('web', { maxUnavailable: 1 });
    await place.openOther();
    const beside = new Set<string>();
    let looking = false;
    const through = (drainClient: DrainClient): DrainClient => ({
      ...drainClient,
      pods: async (node) => {
        looking = true;
        return drainClient.pods(node).finally(() => (looking = false));
      },
      missingRights: () => noted('rights', () => drainClient.missingRights()),
      budgets: () => noted('budgets', () => drainClient.budgets()),
    });
    const noted = <T>(what: string, ask: () => Promise<T>): Promise<T> => {
      // The first read is sent right after; all requests of one round are sent together.
      queueMicrotask(() => looking && beside.add(what));
      return ask();
    };
    expect((await place.drain({ through })).outcome).toBe('drained');
    expect(beside).toEqual(new Set(['rights', 'budgets']));
  });
});
