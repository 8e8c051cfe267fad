import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { readNightly } from '#cli/input/read-nightly.ts';
import { createSchedule } from '#cli/schedule/create-schedule.ts';
import { findSchedule, type Schedule } from '#cli/schedule/schedules.ts';
import { withTemporal } from '#cli/temporal/temporal-client.ts';
import { startTemporalServer, type TemporalServer } from '#cli/temporal/temporal-server.ts';
import { nightlySpec } from '../campaigns/nightly-spec.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const files = openTemporaryFiles();
let server: TemporalServer | null = null;
afterAll(async () => {
  await server?.stop();
  files.remove();
});

/** A server that keeps what it knows over its restarts. */
async function start(): Promise<void> {
  const dbFile = `${files.folder}/temporal.db`;
  server = await startTemporalServer({ headless: true, log: () => undefined, dbFile });
  // A server of its own: it is stopped and started while the run is due.
  process.env.TEMPORAL_ADDRESS = server.address;
  process.env.TEMPORAL_NAMESPACE = 'default';
}

/** A schedule whose next scheduled run is due then (real ms); the one after it in an hour. */
function schedule(name: string, catchUp: string, dueMs: number): Promise<void> {
  return withTemporal(async (session) => {
    const source = readNightly(files.write(`${name}.json`, nightlySpec(name, {}, { catchUp })));
    const order = { name, source, simulatorId: 'sim', pace: null, startedBy: 'alice', reason: 'a test' };
    await createSchedule(session, order);
    const { handle } = await findSchedule(session, name);
    const hour = 3_600_000;
    const spec = { intervals: [{ every: hour, offset: dueMs % hour }] };
    await handle.update((same) => ({ ...same, spec }) as never);
    const isNext = async () =>
      (await findSchedule(session, name)).schedule.nextRuns[0] === new Date(dueMs).toISOString();
    while (!(await isNext())) await pause(50);
  });
}

/** Once it was decided whether the scheduled run begins; a server that has just come back may not answer at once. */
async function nightsOf(name: string): Promise<Schedule['scheduledRuns']> {
  for (;;) {
    const scheduledRuns = await withTemporal(
      async (session) => (await findSchedule(session, name)).schedule.scheduledRuns,
    )
      // Whatever stays so is met by the test's own timeout.
      .catch(() => null);
    if (scheduledRuns !== null && scheduledRuns.begun + scheduledRuns.missed > 0) return scheduledRuns;
    await pause(200);
  }
}

it('a scheduled run for which no server was there begins within its catchUp, and is missed after that', async () => {
  await start();
  const dueMs = Math.ceil(Date.now() / 1000) * 1000 + 20_000;
  await schedule('patient', '1h', dueMs);
  await schedule('punctual', '10s', dueMs);
  await server!.stop();
  expect(Date.now()).toBeLessThan(dueMs);
  // Longer than the shortest catchUp that Temporal knows of.
  while (Date.now() <= dueMs + 12_000) await pause(100);
  await start();
  expect(await nightsOf('patient')).toEqual({ begun: 1, skipped: 0, missed: 0 });
  expect(await nightsOf('punctual')).toEqual({ begun: 0, skipped: 0, missed: 1 });
});
