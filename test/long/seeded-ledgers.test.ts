import { describe, expect } from 'vitest';
import { playSeededRun } from '../campaigns/play-seeded-run.ts';
import { fleetFileOf, seededRun } from '../campaigns/seeded-run.ts';
import { withDrydock } from '../setup/with-drydock.ts';

const runs = Array.from({ length: 12 }, (_, index) => seededRun(9 + index));

const it = withDrydock({ fleet: fleetFileOf(runs), speed: 3600 });

/** One simulated Azure and one worker for all; each run has a subscription of its own. */
describe('campaigns made from a seed, judged by the ledger of Azure', () => {
  it.concurrent.for(runs)('keep every rule (seed $seed)', async (run, { drydock }) => {
    expect(await playSeededRun(drydock, run)).toEqual([]);
  });
});
