import { randomUUID } from 'node:crypto';
import {
  decodeFromPayloadsAtIndex,
  encodeToPayloads,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { NightlyInput, ScheduleDecision } from '#protocol/scheduled-run.ts';
import type { CommandInput } from '../input/command-input.ts';
import { operatorName, operatorReason } from '../input/operator-identity.ts';
import { scheduleName } from '../input/schedule-input.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';

const mostKept = 20;

/** Who decides and why, as typed. Throws CommandError (64) where a reason is missing and stdin is no terminal. */
export async function readDecision(
  input: CommandInput,
  verb: ScheduleDecision['verb'],
): Promise<ScheduleDecision> {
  const by = operatorName(input.options);
  const reason = await operatorReason(input.options, `${verb} ${scheduleName(input)}`);
  return { at: new Date().toISOString(), by, verb, reason };
}

/** The note of a schedule. Temporal keeps it in the clear: where payloads are encrypted, the reason stands in its decisions alone. */
export function scheduleNote(
  { isEncrypted }: Pick<TemporalSession, 'isEncrypted'>,
  what: string,
  reason: string,
): string {
  return reason === '' || isEncrypted ? what : `${what}: ${reason}`;
}

export type KeptDecisions = Pick<NightlyInput, 'decisions' | 'droppedDecisions'>;

/** The decisions of a schedule with one more; those longest ago are dropped and counted, but not its creation. */
export function withDecision(
  { decisions, droppedDecisions = 0 }: KeptDecisions,
  decision: ScheduleDecision,
): KeptDecisions {
  const all = [...decisions, decision];
  const created = all.filter(({ verb }) => verb === 'create').slice(0, 1);
  const others = all.filter((each) => !created.includes(each)).slice(created.length - mostKept);
  const kept = [...created, ...others];
  const dropped = droppedDecisions + all.length - kept.length;
  return { decisions: kept, ...(dropped === 0 ? {} : { droppedDecisions: dropped }) };
}

/**
 * Keeps a decision in the input that a schedule hands to its runs, and changes its state with it. All else stays as Temporal
 * sent it: the SDK's own update would read the schedule into its types and write it back.
 */
export async function recordDecision(
  session: TemporalSession,
  scheduleId: string,
  decision: ScheduleDecision,
  state: { readonly paused?: boolean; readonly notes?: string } = {},
): Promise<void> {
  const { namespace, client } = session;
  const { workflowService } = session.connection;
  const { schedule, conflictToken } = await session.within(() =>
    workflowService.describeSchedule({ namespace, scheduleId }),
  );
  const { loadedDataConverter } = client.options;
  const payloads = schedule?.action?.startWorkflow?.input?.payloads;
  if (!payloads?.length) throw new Error(`schedule ${scheduleId} has no input`);
  const input = await decodeFromPayloadsAtIndex<NightlyInput>(loadedDataConverter, 0, payloads);
  const decided = { ...input, ...withDecision(input, decision) };
  const startWorkflow = {
    ...schedule?.action?.startWorkflow,
    input: { payloads: await encodeToPayloads(loadedDataConverter, decided) },
  };
  await session.within(() =>
    workflowService.updateSchedule({
      namespace,
      scheduleId,
      conflictToken,
      identity: client.options.identity,
      requestId: randomUUID(),
      schedule: { ...schedule, action: { startWorkflow }, state: { ...schedule?.state, ...state } },
    }),
  );
}
