import type { CampaignStatus, WaitingFor } from '#domain/status/status.ts';
import type { GateRequest } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { OptionValues } from '../input/command-input.ts';
import { operatorCommand } from '../steer/operator-command.ts';
import { steer } from '../steer/steer.ts';
import { type WatchOptions, watchCampaign } from '../steer/watch-campaign.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { log, printText } from '../view/terminal/print.ts';

const approver = 'oncall';
const thinkMs = 1_500;

/**
 * Plays the approver: approves each gate once, after a moment. Call it with every status of the campaign.
 */
export function openApprover(
  session: TemporalSession,
  name: string,
): (status: CampaignStatus) => Promise<void> {
  const decided = new Set<string>();
  const seenAt = new Map<string, number>();
  return async ({ waitingFor, planDigest }) => {
    for (const { name: gate } of waitingFor.filter(isGate)) {
      const since = seenAt.get(gate) ?? Date.now();
      seenAt.set(gate, since);
      if (decided.has(gate) || Date.now() - since < thinkMs) continue;
      decided.add(gate);
      const request: GateRequest = {
        gate,
        digest: planDigest,
        by: approver,
        reason: 'the test cluster looks well',
      };
      await steer(session, name, 'approve', request);
    }
  };
}

/** Watches a campaign; at each gate the viewer is asked by the command that operators use. The exit codes are those of watch. */
export async function watchAndAsk(
  session: TemporalSession,
  name: string,
  options: WatchOptions,
): Promise<ExitCode> {
  for (;;) {
    const exitCode = await watchCampaign(session, name, { ...options, exitOnGate: true });
    if (exitCode !== exitCodes.waitingForPerson) return exitCode;
    const { status } = await readStatus(session, name);
    const gate = status.waitingFor.find(isGate)?.name;
    if (gate === undefined) return exitCode;
    printText(`\n$ drydock approve ${name} --gate ${gate} --as ${approver}`);
    await approve(name, gate);
  }
}

/** What cannot be sent as typed is asked again; Ctrl-C detaches. */
async function approve(name: string, gate: string): Promise<void> {
  const options = new OptionValues({ gate, as: approver });
  try {
    await operatorCommand('approve').run({ positional: [name], options });
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === exitCodes.detached) throw error;
    log(error.message);
  }
}

function isGate({ kind }: WaitingFor): boolean {
  return kind === 'gate';
}
