import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Drained, openPlace } from '../../conformance/drain/drain-bench.ts';
import { openSimulatedBench } from '../../simulated/simulated-bench.ts';

/** A drain in which every budget is watched from outside: at each request, and whenever time has passed. */
async function drainKilled(replicas: number, kills: readonly number[]) {
  const simulated = await openSimulatedBench();
  const { bench, cluster, served } = simulated;
  try {
    const place = await openPlace(bench, 'kills');
    await place.deployment('web', { replicas });
    await place.budget('web', { maxUnavailable: 1 });
    await place.openOther();
    let fewest = replicas;
    const watch = () => {
      const pods = cluster.state.store.all('pods').filter(({ metadata }) => metadata.labels?.app === 'web');
      const serving = pods.filter(
        ({ metadata, status }) =>
          metadata.deletionTimestamp === undefined &&
          status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True'),
      );
      fewest = Math.min(fewest, serving.length);
    };
    const drains: (Drained | null)[] = [];
    for (const requests of [...kills, Number.POSITIVE_INFINITY]) {
      const killed = new AbortController();
      let left = requests;
      simulated.atRequest(() => {
        watch();
        left -= 1;
        if (left <= 0) killed.abort(new Error('killed'));
      });
      drains.push(
        await place
          .drain({ signal: killed.signal, meanwhile: async () => watch() })
          .catch((error: unknown) => {
            if (!killed.signal.aborted) throw error;
            return null;
          }),
      );
    }
    const deletes = served.answered.filter(({ method }) => method === 'DELETE');
    const left = cluster.podsOn(place.node);
    return { last: drains.at(-1), fewest, left, deletes, isCordoned: await place.isCordoned() };
  } finally {
    await simulated.close();
  }
}

describe('a drain that is killed after any request and begun again', () => {
  it('finishes, and never has more than one pod away under a budget of one', async () => {
    const kills = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), kills, async (replicas, at) => {
        const { last, fewest, left, deletes, isCordoned } = await drainKilled(replicas, at);
        expect(last).toMatchObject({ outcome: 'drained', cordonedByUs: true });
        expect({ left, deletes, isCordoned }).toEqual({ left: [], deletes: [], isCordoned: true });
        expect(fewest).toBeGreaterThanOrEqual(replicas - 1);
      }),
      { numRuns: 12 },
    );
  });
});
