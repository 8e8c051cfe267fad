import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignStatus, Phase } from '#domain/status/status.ts';
import type { OperatorAnswer, OperatorRequest, OperatorVerb, Refusal } from '#protocol/operator-updates.ts';
import { queries } from '#protocol/workflow-types.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { grpc, grpcFailureOf } from '../failure/grpc-failure.ts';
import {
  answerWithinMs,
  explainRefusal,
  type RefusedUpdate,
  refusedBy,
} from '../temporal/explain-refusal.ts';
import { statusFromServer } from '../temporal/status-from-server.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';

/** Sends one update to a campaign and waits for its answer. Throws CommandError as `explainRefusal` says. */
export async function steer<R extends OperatorRequest>(
  session: TemporalSession,
  name: string,
  verb: OperatorVerb,
  request: R,
  withinMs = answerWithinMs,
): Promise<OperatorAnswer> {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  // With the same id a repeated update runs once.
  const sent = { args: [request] as [R], updateId: `${verb}-${randomUUID()}` };
  try {
    // Throws where this shell cannot read the campaign: what it sent would be in the clear, or by a key that no worker has.
    await session.within(() => handle.describe());
    return await session.within(
      () => sendUntilAccepted(() => handle.executeUpdate<OperatorAnswer, [R]>(verb, sent)),
      withinMs,
    );
  } catch (error) {
    const next = `drydock status ${name}`;
    const missing =
      error instanceof WorkflowNotFoundError ? await whyNotFound(session, name) : noCampaign(name);
    throw explainRefusal(error, { verb, missing, check: next, again: commandFor(verb, name, request) });
  }
}

/** What the campaign would refuse of it now, by the very rules of its answer. Throws CommandError as `steer`. */
export async function refuseNow<R extends OperatorRequest>(
  session: TemporalSession,
  name: string,
  verb: OperatorVerb,
  request: R,
): Promise<void> {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  const ask = () => handle.query<Refusal | null, [OperatorVerb, R]>(queries.refusal, verb, request);
  const refusal = await session.within(ask);
  if (refusal !== null)
    throw refusedBy(refusal, { check: `drydock status ${name}`, again: commandFor(verb, name, request) });
}

/** "drydock approve k8s --gate test --reason TEXT" */
function commandFor(
  verb: string,
  name: string,
  request: OperatorRequest & { readonly gate?: string; readonly target?: string },
): string {
  const { gate, target } = request;
  const about = gate !== undefined ? ` --gate ${gate}` : target === undefined ? '' : ` --target ${target}`;
  return `drydock ${verb} ${name}${about} --reason TEXT`;
}

/**
 * The server drops an update when another event reached the workflow while it was being answered (its task fails with
 * UnhandledCommand and is retried), so it is sent again.
 */
async function sendUntilAccepted<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const failed = grpcFailureOf(error);
      const isDropped =
        failed?.code === grpc.failedPrecondition &&
        failed.details.includes('unexpected workflow task failure');
      if (!isDropped || attempt === attemptLimit) throw error;
    }
  }
}

const attemptLimit = 5;

/** Throws CommandError (1) where the campaign has ended. */
export function refuseEnded({ name, phase, finishedAt }: CampaignStatus): void {
  if (finishedAt === null) return;
  const { message, next } = ended(name, phase);
  throw new CommandError(exitCodes.unclassified, message, next);
}

/** Temporal answers "not found" for a closed workflow too. */
async function whyNotFound(session: TemporalSession, name: string): Promise<Missing> {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  try {
    return ended(name, statusFromServer(name, await session.within(() => handle.describe()), null).phase);
  } catch {
    return noCampaign(name);
  }
}

type Missing = RefusedUpdate['missing'];

function ended(name: string, phase: Phase): Missing {
  return {
    message: `campaign ${name} has ended: ${phase}`,
    next: `drydock describe ${name}`,
  };
}

function noCampaign(name: string): Missing {
  return {
    message: `there is no campaign ${name}`,
    next: 'drydock list',
  };
}
