import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { endExitCode, waitsForPerson } from '../phase-exit-code.ts';
import { printJson, printText } from '../print.ts';
import { readStatus } from '../read-status.ts';
import { withTemporal } from '../temporal-client.ts';
import { statusTree } from '../view/status-tree.ts';
import { terminalWidth } from '../view/terminal.ts';
import { watchForOperator, watchOptionsFrom } from '../watch-campaign.ts';

/** One look: 3 or 4 where the campaign has ended badly, 5 where a person is waited for and that was asked. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const [name = ''] = positional;
  const watch = watchOptionsFrom(options);
  return withTemporal(async (session) => {
    if (options.isOn('watch')) return watchForOperator(session, name, watch);
    const { status, plan } = await readStatus(session, name);
    if (options.wantsJson()) printJson(status);
    else {
      const { namespace } = session;
      printText(statusTree({ status, plan, namespace, palette: watch.palette, ...terminalWidth() }));
    }
    if (watch.exitOnGate && waitsForPerson(status)) return exitCodes.waitingForPerson;
    return endExitCode(status) ?? exitCodes.done;
  });
}
