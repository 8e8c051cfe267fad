import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { refuseTogether } from '../failure/refuse-together.ts';
import type { CommandInput } from '../input/command-input.ts';
import { refuseMissingReason } from '../input/operator-identity.ts';
import { pastRange, scheduleName } from '../input/schedule-input.ts';
import { matchingTimes } from '../schedule/matching-times.ts';
import { safePolicy } from '../schedule/overlap-policy.ts';
import { readDecision, recordDecision } from '../schedule/record-decision.ts';
import { findSchedule, refuseWhileRunning } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { describeBackfill, describeEarlyBackfill, stillPaused } from '../view/schedule/schedule-text.ts';
import { formatMoment } from '../view/terminal/format-time.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';

/** Makes up now for scheduled runs that were missed: the first of the range runs, with BufferOne one more after it; the others do not. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const now = Date.now();
  refuseTogether([() => pastRange(input, now), () => refuseMissingReason(options, `backfill ${name}`)]);
  const range = pastRange(input, now);
  const decision = await readDecision(input, 'backfill');
  return withTemporal(async (session) => {
    const { handle, schedule, createdAt } = await findSchedule(session, name);
    refuseWhileRunning(schedule);
    const times = await matchingTimes(session, name, range);
    const runs = times.map((time) => new Date(time).toISOString());
    const [first] = runs;
    if (first === undefined)
      throw new CommandError(
        exitCodes.unclassified,
        `schedule ${name} has no run in that range`,
        `drydock schedule describe ${name}`,
      );
    const before = describeEarlyBackfill(first, createdAt, schedule.timezone);
    if (before !== null) log(`warning: ${before}; it is started anyway`);
    const [start, end] = [new Date(range.from), new Date(range.to)];
    await recordDecision(session, name, decision);
    await session.within(() => handle.backfill({ start, end, overlap: safePolicy(schedule.overlap) }));
    if (options.wantsJson())
      printJson({ kind: 'ScheduleBackfill', name, paused: schedule.paused, runs, decision });
    else {
      printText(describeBackfill(runs, schedule, (run) => formatMoment(run, schedule.timezone)));
      if (schedule.paused) printText(stillPaused(name, schedule));
      printText(`Next: drydock schedule describe ${name}`);
    }
    return exitCodes.done;
  });
}
