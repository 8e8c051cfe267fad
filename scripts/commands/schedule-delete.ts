import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { confirm } from '../prompt.ts';
import { scheduleName } from '../schedule-input.ts';
import { findSchedule } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';

/** No night begins any more; one that runs goes on. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  return withTemporal(async (session) => {
    const { handle, schedule } = await findSchedule(session, name);
    if (!options.isOn('yes')) await confirm(`Delete schedule ${name}?`, `drydock schedule describe ${name}`);
    await session.within(() => handle.delete());
    if (options.wantsJson()) printJson({ kind: 'ScheduleDeleted', name, running: schedule.running });
    else {
      printText(`Schedule ${name} is deleted.`);
      if (schedule.running.length > 0) printText(`A night runs and goes on: ${schedule.running.join(', ')}`);
    }
    return exitCodes.done;
  });
}
