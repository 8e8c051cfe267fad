import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { givenReason, operatorName } from '../input/operator-identity.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { readDecision, recordDecision, scheduleNote } from './record-decision.ts';
import { findSchedule, type Schedule } from './schedules.ts';

interface ScheduleChange {
  readonly verb: 'pause' | 'resume';
  readonly needsReason: boolean;
  readonly describe: (schedule: Schedule, before: Schedule) => string;
}

const past = { pause: 'paused', resume: 'resumed' } as const;

/** Pauses or resumes the schedule, writes down who did it and why, and shows it as it is afterwards. */
export async function changeSchedule(
  input: CommandInput,
  { verb, needsReason, describe }: ScheduleChange,
): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const decision = needsReason
    ? await readDecision(input, verb)
    : { at: new Date().toISOString(), by: operatorName(options), verb, reason: givenReason(options) };
  const { by, reason } = decision;
  return withTemporal(async (session) => {
    const { schedule: before } = await findSchedule(session, name);
    if (verb === 'resume' && !before.paused) {
      if (options.wantsJson()) printJson({ kind: 'Schedule', ...before });
      else printText(`Schedule ${name} is not paused: nothing was changed.`);
      return exitCodes.done;
    }
    const paused = verb === 'pause';
    // The note keeps who paused it first.
    const notes =
      paused && before.paused ? {} : { notes: scheduleNote(session, `${past[verb]} by ${by}`, reason) };
    await recordDecision(session, name, decision, { paused, ...notes });
    const { schedule } = await findSchedule(session, name);
    if (options.wantsJson()) printJson({ kind: 'Schedule', ...schedule });
    else printText(describe(schedule, before));
    return exitCodes.done;
  });
}
