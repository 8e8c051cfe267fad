import { setTimeout as pause } from 'node:timers/promises';
import { readSimulatedPace } from '#cli/clusters/read-simulated-time.ts';
import { withGateways } from '#cli/clusters/with-gateways.ts';
import { readNightly } from '#cli/input/read-nightly.ts';
import { createSchedule } from '#cli/schedule/create-schedule.ts';
import { findSchedule, readScheduledRuns } from '#cli/schedule/schedules.ts';
import type { TemporalSession } from '#cli/temporal/temporal-client.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';

/** A schedule of a nightly file, at the pace of the simulator that the environment names. */
export async function scheduleNightly(
  session: TemporalSession,
  name: string,
  file: string,
  audits = false,
): Promise<void> {
  const { simulator, pace } = await withGateways(async (gateways) => ({
    simulator: (await gateways.readSimulatorClock())?.simulator ?? null,
    pace: await readSimulatedPace(gateways),
  }));
  await createSchedule(session, {
    name,
    source: readNightly(file),
    simulatorId: simulator,
    pace,
    audits,
    startedBy: 'alice',
    reason: 'a test',
  });
}

/** Begins a scheduled run now and waits for its end. */
export async function playScheduledRun(session: TemporalSession, name: string): Promise<ScheduledRunResult> {
  const { schedule, handle } = await findSchedule(session, name);
  const before = schedule.recent.at(-1)?.begunAt;
  // The schedule may not know yet that the scheduled run before is over; it would skip this one.
  await handle.trigger('BUFFER_ONE');
  for (;;) {
    const found = await findSchedule(session, name);
    const scheduledRuns = await readScheduledRuns(session, found.schedule);
    const last = scheduledRuns.at(-1);
    // The server remembers ten scheduled runs, and two of one second have one id: neither number nor id says that it is another.
    if (last !== undefined && last.begunAt !== before && last.execution !== 'RUNNING') return last.result!;
    await pause(200);
  }
}
