import { refuseUnprepared } from '../check-start.ts';
import type { CommandInput } from '../command-input.ts';
import { createSchedule } from '../create-schedule.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { givenReason, operatorName } from '../operator-identity.ts';
import { printJson, printText } from '../print.ts';
import { readNightly } from '../read-nightly.ts';
import { scheduleName } from '../schedule-input.ts';
import { findSchedule } from '../schedules.ts';
import { readSimulatedPace } from '../simulated-pace.ts';
import { withTemporal } from '../temporal-client.ts';
import { scheduleText } from '../view/schedule-text.ts';
import { terminalPalette } from '../view/terminal.ts';
import { warnIfNobodyPolls } from '../warn-if-nobody-polls.ts';
import { withGateways } from '../with-gateways.ts';

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
    const order = { name, source, simulatorId: clock?.simulator ?? null, pace, startedBy, reason };
    const done = await createSchedule(session, order);
    const { schedule, taskQueue } = await findSchedule(session, name);
    if (options.wantsJson()) printJson({ kind: 'Schedule', done, ...schedule });
    else {
      printText(`Schedule ${name} is ${done}.`);
      printText(scheduleText(schedule, [], terminalPalette(options), Date.now()));
    }
    await warnIfNobodyPolls(session, taskQueue);
    return exitCodes.done;
  });
}
