import { setTimeout as pause } from 'node:timers/promises';
import { findSchedule } from '#cli/schedule/schedules.ts';
import { readResult } from '#cli/temporal/read-result.ts';
import type { TemporalSession } from '#cli/temporal/temporal-client.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import type { Simulator } from '../simulated/simulator.ts';

/** Sets the simulated clock to a later instant (ms), to run so fast from there on. What ran by its old course fails. */
export async function setClock(simulator: Simulator, atMs: number, speed: number): Promise<void> {
  const change = async (body: object): Promise<number> => {
    const { status, text } = await simulator.ask('/_simulator/clock', { method: 'POST', body });
    if (status !== 200) throw new Error(text);
    return Date.parse((JSON.parse(text) as { now: string }).now);
  };
  // While it is asked and set it hardly moves.
  const now = await change({ speed: 1 });
  if (atMs < now) throw new Error(`it is ${new Date(now).toISOString()} already`);
  await change({ advance: `${(atMs - now) / 1000}s` });
  await change({ speed });
}

/** Looks until the simulated clock says so; the test's own timeout is the limit. */
export async function untilClock(simulator: Simulator, atMs: number): Promise<void> {
  for (;;) {
    const { text } = await simulator.ask('/_simulator/clock');
    if (Date.parse((JSON.parse(text) as { now: string }).now) >= atMs) return;
    await pause(100);
  }
}

/** A scheduled run that was begun: its end, and when Temporal had begun it (real ms). */
export interface BegunScheduledRun {
  readonly startedMs: number;
  result(): Promise<ScheduledRunResult>;
}

/** Begins a scheduled run now, and answers once Temporal has. */
export async function beginScheduledRun(session: TemporalSession, name: string): Promise<BegunScheduledRun> {
  const before = await findSchedule(session, name);
  // The schedule may not know yet that the scheduled run before is over; it would skip this one.
  await before.handle.trigger('BUFFER_ONE');
  for (;;) {
    const { schedule } = await findSchedule(session, name);
    const last = schedule.recent.at(-1);
    if (schedule.scheduledRuns.begun > before.schedule.scheduledRuns.begun && last !== undefined) {
      const handle = session.client.workflow.getHandle(last.workflowId);
      return {
        startedMs: (await handle.describe()).startTime.getTime(),
        result: () => readResult<ScheduledRunResult>(handle),
      };
    }
    await pause(50);
  }
}
