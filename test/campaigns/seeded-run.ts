import fc from 'fast-check';
import { type SeededCampaign, seededCampaign } from './seeded-campaign.ts';
import { type SeededCluster, seededCluster } from './seeded-fleet.ts';

/** A fleet of its own, a campaign over it, and what goes wrong in Azure meanwhile. */
export interface SeededRun {
  readonly seed: number;
  readonly test: readonly SeededCluster[];
  readonly production: readonly SeededCluster[];
  readonly campaign: SeededCampaign;
  readonly faults: readonly object[];
}

/** The same seed makes the same run, always. */
export function seededRun(seed: number): SeededRun {
  const [run] = fc.sample(arbitraryRun(seed), { seed, numRuns: 1 });
  return { seed, ...run! };
}

/** The file of a simulated fleet with the clusters of all these runs. */
export function fleetFileOf(runs: readonly SeededRun[]): string {
  const clusters = runs.flatMap(({ test, production }) => [...test, ...production]);
  const spec = { seed: runs[0]!.seed, start: '2026-11-20T08:00:00Z', clusters };
  return JSON.stringify({ apiVersion: 'drydock.dev/v1', kind: 'Fleet', metadata: { name: 'seeded' }, spec });
}

function arbitraryRun(seed: number): fc.Arbitrary<Omit<SeededRun, 'seed'>> {
  return fc
    .tuple(fc.constantFrom([1, 1], [1, 2], [2, 1]), seededCampaign)
    .chain(([[tests, productions], campaign]) =>
      fc.record({
        test: clusters(seed, 'test', tests!),
        production: clusters(seed, 'production', productions!),
        campaign: fc.constant(campaign),
      }),
    )
    .chain((run) => {
      const one = fault([...run.test, ...run.production]);
      return fc
        .integer({ min: 0, max: 2 })
        .chain((count) => fc.array(one, { minLength: count, maxLength: count }))
        .map((faults) => ({ ...run, faults }));
    });
}

function clusters(
  seed: number,
  ring: 'test' | 'production',
  count: number,
): fc.Arbitrary<readonly SeededCluster[]> {
  return fc.tuple(...Array.from({ length: count }, (_, index) => seededCluster(seed, ring, index)));
}

const change = { method: 'PUT' };
const look = { method: 'GET' };

/** Each with what it affects: a change, or a read as well. */
const faults = [
  ...[change, look].flatMap((match) => [
    { kind: 'throttle', retryAfterSeconds: 1, match },
    { kind: 'reset', match },
    { kind: 'error-answer', status: 500, match },
  ]),
  { kind: 'lost-answer', match: change },
  { kind: 'conflict', minutes: 5, match: change },
  { kind: 'operation-expired', match: change },
];

function fault(fleet: readonly SeededCluster[]): fc.Arbitrary<object> {
  return fc
    .record({
      cluster: fc.constantFrom(...fleet),
      what: fc.constantFrom(...faults),
      times: fc.integer({ min: 1, max: 2 }),
      after: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ cluster: { name: cluster }, what, times, after }) => ({
      ...what,
      times,
      after,
      match: { ...what.match, cluster },
    }));
}
