import { parseArgs } from 'node:util';
import { startTemporalServer } from '#cli/temporal/temporal-server.ts';
import { playSeededRun } from '../../test/campaigns/play-seeded-run.ts';
import { fleetFileOf, type SeededRun, seededRun } from '../../test/campaigns/seeded-run.ts';
import { openDrydock } from '../../test/processes/drydock.ts';
import { openTemporaryFiles } from '../../test/processes/temporary-files.ts';

/**
 * Plays campaigns made from seeds and judges each by the ledger of the simulated Azure, as
 * test/long/seeded-ledgers.test.ts does: `node scripts/dev/run-seeded-campaigns.ts --seeds 50 --from 100`.
 * Prints the seed of every run; ends with 1 if one broke a rule.
 */

/** So many runs share a simulated Azure and a worker. */
const batchSize = 12;
const atATime = 4;
const speed = 3600;

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '12' }, from: { type: 'string', default: '1' } },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => Number(values.from) + index);
const broken: number[] = [];
const server = await startTemporalServer({ headless: true });
const files = openTemporaryFiles();
try {
  for (let from = 0; from < seeds.length; from += batchSize)
    await playBatch(seeds.slice(from, from + batchSize).map(seededRun));
} finally {
  files.remove();
  await server.stop();
}
log(broken.length === 0 ? `All ${seeds.length} keep every rule.` : `Broken: seeds ${broken.join(', ')}.`);
process.exitCode = broken.length === 0 ? 0 : 1;

async function playBatch(runs: readonly SeededRun[]): Promise<void> {
  const scenario = files.write(`fleet-${runs[0]!.seed}.json`, fleetFileOf(runs));
  const drydock = await openDrydock({ temporalAddress: server.address, scenario, speed });
  const waiting = [...runs];
  const takeTurns = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      const breaches = await playSeededRun(drydock, run);
      if (breaches.length > 0) broken.push(run.seed);
      log(`seed ${run.seed}: ${breaches.length === 0 ? 'every rule kept' : breaches.join('\n  ')}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atATime }, takeTurns));
  } finally {
    await drydock.stop();
  }
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
