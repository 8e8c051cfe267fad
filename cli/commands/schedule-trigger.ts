import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { safePolicy } from '../schedule/overlap-policy.ts';
import { readDecision, recordDecision } from '../schedule/record-decision.ts';
import { findSchedule, refuseWhileRunning } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { describeTrigger } from '../view/schedule/schedule-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** A scheduled run begins now, also while the schedule is paused; never beside one that runs: with BufferOne after it. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const decision = await readDecision(input, 'trigger');
  return withTemporal(async (session) => {
    const { handle, schedule } = await findSchedule(session, name);
    refuseWhileRunning(schedule);
    await recordDecision(session, name, decision);
    await session.within(() => handle.trigger(safePolicy(schedule.overlap)));
    if (options.wantsJson())
      printJson({ kind: 'ScheduleTriggered', name, paused: schedule.paused, decision });
    else printText(describeTrigger(schedule));
    return exitCodes.done;
  });
}
