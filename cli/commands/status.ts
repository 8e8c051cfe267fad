import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalWidth } from '../input/terminal-options.ts';
import { endExitCode, waitsForPerson } from '../steer/phase-exit-code.ts';
import { watchForOperator, watchOptionsFrom } from '../steer/watch-campaign.ts';
import { readStatus } from '../temporal/read-status.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { statusTree } from '../view/status/status-tree.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** Reads once: 3 or 4 where the campaign has ended badly, 5 where it waits for an operator and --exit-on-gate is given. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [name = ''] = positional;
  const watch = watchOptionsFrom(options);
  return withTemporal(async (session) => {
    if (options.isOn('watch')) return watchForOperator(session, name, watch);
    const { status } = await during('reading the campaign', () => readStatus(session, name));
    if (options.wantsJson()) printJson(status);
    else {
      const { namespace } = session;
      const { viewer, palette } = watch;
      printText(statusTree({ status, namespace, viewer, palette, ...terminalWidth() }));
    }
    if (watch.exitOnGate && waitsForPerson(status)) return exitCodes.waitingForPerson;
    return endExitCode(status) ?? exitCodes.done;
  });
}
