import type { ScheduleHandle } from '@temporalio/client';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { givenReason, operatorName, operatorReason } from '../input/operator-identity.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { findSchedule, type Schedule } from './schedules.ts';

interface ScheduleChange {
  readonly verb: 'pause' | 'resume';
  readonly needsReason: boolean;
  /** `note`: who, and why; Temporal keeps the last one. */
  readonly change: (handle: ScheduleHandle, note: string) => Promise<void>;
  readonly describe: (schedule: Schedule) => string;
}

const past = { pause: 'paused', resume: 'resumed' } as const;

/** Finds the schedule, writes down who changes it and why, and shows it as it is afterwards. */
export async function changeSchedule(
  input: CommandInput,
  { verb, needsReason, change, describe }: ScheduleChange,
): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const by = operatorName(options);
  const reason = needsReason ? await operatorReason(options, `${verb} ${name}`) : givenReason(options);
  const note = `${past[verb]} by ${by}${reason === '' ? '' : `: ${reason}`}`;
  return withTemporal(async (session) => {
    const { handle, schedule: before } = await findSchedule(session, name);
    if (verb === 'resume' && !before.paused) {
      if (options.wantsJson()) printJson({ kind: 'Schedule', ...before });
      else printText(`Schedule ${name} is not paused: nothing was changed.`);
      return exitCodes.done;
    }
    await session.within(() => change(handle, note));
    const { schedule } = await findSchedule(session, name);
    if (options.wantsJson()) printJson({ kind: 'Schedule', ...schedule });
    else printText(describe(schedule));
    return exitCodes.done;
  });
}
