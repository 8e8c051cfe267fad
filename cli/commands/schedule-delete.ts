import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { refuseTogether } from '../failure/refuse-together.ts';
import type { CommandInput } from '../input/command-input.ts';
import { refuseMissingReason } from '../input/operator-identity.ts';
import { confirm, refuseUnasked } from '../input/prompt.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { readDecision, recordDecision } from '../schedule/record-decision.ts';
import { findSchedule } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** No scheduled run begins any more; one that runs continues. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const first = `drydock schedule describe ${name}`;
  refuseTogether([
    () => refuseMissingReason(options, `delete ${name}`),
    () => options.isOn('yes') || refuseUnasked(first),
  ]);
  const decision = await readDecision(input, 'delete');
  if (!options.isOn('yes')) await confirm(`Delete schedule ${name}?`, first);
  return withTemporal(async (session) => {
    const { handle, schedule } = await findSchedule(session, name);
    await recordDecision(session, name, decision);
    await session.within(() => handle.delete());
    if (options.wantsJson())
      printJson({ kind: 'ScheduleDeleted', name, running: schedule.running, decision });
    else {
      printText(`Schedule ${name} is deleted.`);
      if (schedule.running.length > 0)
        printText(`A run in progress continues: ${schedule.running.join(', ')}`);
    }
    return exitCodes.done;
  });
}
