import { randomUUID } from 'node:crypto';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { campaignWorkflowId } from '#domain/campaign/ids.ts';
import { type OperatorAnswer, type OperatorRequest, refusals, type updates } from '#workflows/messages.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { ranOutOfTime } from './grpc-failure.ts';
import type { TemporalSession } from './temporal-client.ts';

const answerWithinMs = 15_000;

/**
 * Sends one update to a campaign and waits for its answer.
 * Throws CommandError: 1 where it is refused (with the workflow's own sentence), 77 where the person is not an
 * approver, 69 where no worker answers.
 */
export async function steer<R extends OperatorRequest>(
  session: TemporalSession,
  name: string,
  verb: keyof typeof updates,
  request: R,
): Promise<OperatorAnswer> {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  try {
    return await session.within(
      () =>
        handle.executeUpdate<OperatorAnswer, [R]>(verb, {
          args: [request],
          updateId: `${verb}-${randomUUID()}`,
        }),
      answerWithinMs,
    );
  } catch (error) {
    throw explainRefusal(error, name, verb);
  }
}

function explainRefusal(error: unknown, name: string, verb: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const notAllowed = cause instanceof ApplicationFailure && cause.type === refusals.notAnApprover;
    const exitCode = notAllowed ? exitCodes.notAllowed : exitCodes.unclassified;
    const next = notAllowed ? 'an approver of the gate has to do this (--as NAME)' : `drydock status ${name}`;
    return new CommandError(exitCode, cause?.message ?? error.message, next, error);
  }
  if (error instanceof WorkflowNotFoundError)
    return new CommandError(
      exitCodes.unclassified,
      `${name} cannot be steered: there is no campaign of that name that runs`,
      'drydock list shows the campaigns there are',
      error,
    );
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || ranOutOfTime(error))
    return new CommandError(
      exitCodes.unavailable,
      `no worker answered to ${verb} within ${answerWithinMs / 1000} s; it may still be taken once one runs`,
      `start a worker (drydock worker), then look: drydock status ${name}`,
      error,
    );
  return error;
}
