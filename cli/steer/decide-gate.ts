import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { say } from '../view/terminal/print.ts';
import { refuseEnded, steer } from './steer.ts';
import { steerCommand } from './steer-command.ts';

/**
 * Approves or rejects a gate. The decision is bound to a plan: the one of `--digest`, else the running one,
 * whose digest is shown.
 */
export function decideGate(input: CommandInput, verb: 'approve' | 'reject'): Promise<ExitCode> {
  const gate = input.options.requiredText(
    'gate',
    `drydock ${verb} ID --gate STAGE (a gate is named after its stage)`,
  );
  return steerCommand(input, `${verb} gate ${gate}`, async (session, name, request) => {
    const digest = input.options.text('digest') ?? (await runningDigest(session, name));
    return steer(session, name, verb, { ...request, gate, digest });
  });
}

async function runningDigest(session: TemporalSession, name: string): Promise<string> {
  const { status } = await readStatus(session, name);
  refuseEnded(status);
  if (status.incomplete !== null)
    throw new CommandError(exitCodes.unavailable, status.incomplete, 'start a worker, then decide');
  say(`Plan ${status.planDigest}`);
  return status.planDigest;
}
