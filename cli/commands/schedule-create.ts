import { readSimulatedPace } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { givenReason, operatorName } from '../input/operator-identity.ts';
import { readNightly } from '../input/read-nightly.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { refuseUnprepared } from '../plan/check-start.ts';
import { createSchedule } from '../schedule/create-schedule.ts';
import { findSchedule, listSchedules } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { warnIfNoWorker } from '../temporal/worker-polls.ts';
import { describeTwins, scheduleText } from '../view/schedule/schedule-text.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';

/** An upsert: what is typed twice is there once, and goes by the newer file. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const source = readNightly(options.requiredText('file', `drydock schedule create ${name} -f nightly.yaml`));
  const startedBy = operatorName(options);
  const reason = givenReason(options);
  const { clock, pace } = await withGateways(async (gateways) => ({
    clock: await gateways.readSimulatorClock(),
    pace: options.text('pace') === null ? null : await readSimulatedPace(gateways),
  }));
  return withTemporal(async (session) => {
    await refuseUnprepared(session);
    const order = {
      name,
      source,
      simulatorId: clock?.simulator ?? null,
      pace,
      startedBy,
      reason,
      audits: options.isOn('audit'),
    };
    const done = await createSchedule(session, order);
    const { schedule, taskQueue } = await findSchedule(session, name);
    const twins = describeTwins(schedule, await listSchedules(session));
    if (options.wantsJson()) printJson({ kind: 'Schedule', done, ...schedule });
    else {
      printText(`Schedule ${name} is ${done}.`);
      printText(scheduleText(schedule, [], terminalPalette(options)));
    }
    if (twins !== null) log(`warning: ${twins}`);
    await warnIfNoWorker(session, taskQueue);
    return exitCodes.done;
  });
}
