import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { scheduleName } from '../schedule-input.ts';
import { findSchedule, refuseBeside } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';

/** A night begins now, also while the schedule is paused; never beside one that runs. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  return withTemporal(async (session) => {
    const { handle, schedule } = await findSchedule(session, name);
    refuseBeside(schedule);
    await session.within(() => handle.trigger('SKIP'));
    if (options.wantsJson()) printJson({ kind: 'ScheduleTriggered', name });
    else printText(`A night of ${name} begins.\nNext: drydock schedule describe ${name}`);
    return exitCodes.done;
  });
}
