import type { CampaignStatus, WaitingFor } from '#domain/status/status.ts';
import type { GateRequest } from '#protocol/operator-updates.ts';
import { steer } from '../steer/steer.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';

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

function isGate({ kind }: WaitingFor): boolean {
  return kind === 'gate';
}
