import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playSeededRun } from '../campaigns/play-seeded-run.ts';
import { fleetFileOf, seededRun } from '../campaigns/seeded-run.ts';
import { type Drydock, openDrydock } from '../processes/drydock.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';
import { temporalAddress } from '../setup/temporal-server.ts';

const runs = Array.from({ length: 12 }, (_, index) => seededRun(9 + index));

/** One simulated Azure and one worker for all; each run has a subscription of its own. */
describe('campaigns made from a seed, judged by the ledger of Azure', () => {
  const files = openTemporaryFiles();
  let drydock: Drydock;
  beforeAll(async () => {
    const scenario = files.write('fleet.json', fleetFileOf(runs));
    drydock = await openDrydock(temporalAddress(), { scenario, speed: 3600 });
  });
  afterAll(async () => {
    await drydock.stop();
    files.remove();
  });

  it.concurrent.each(runs)('keep every rule (seed $seed)', async (run) => {
    expect(await playSeededRun(drydock, run)).toEqual([]);
  });
});
