import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { refusals } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { ranOutOfTime } from '../failure/grpc-failure.ts';

/** How long an update may take to be answered; real milliseconds. */
export const answerWithinMs = 15_000;

export interface RefusedUpdate {
  readonly verb: string;
  /** The message where nothing of that name exists, and what to do then. */
  readonly missing: { readonly message: string; readonly next: string };
  /** The command that shows the current state. */
  readonly check: string;
  /** The command for one who may send it; absent: anyone may. */
  readonly again?: string;
}

const codes: Readonly<Record<string, ExitCode>> = {
  [refusals.notAnApprover]: exitCodes.notAllowed,
  [refusals.notAllowed]: exitCodes.notAllowed,
  [refusals.stale]: exitCodes.stalePlan,
};

/**
 * Why an update came to nothing, as CommandError: 1 where it is refused (with the workflow's own sentence), 8 where what it
 * decides on has changed, 77 where the person is not an approver or the campaign's file forbids it, 69 where no worker answers.
 * Anything else is handed back as it is.
 */
export function explainRefusal(error: unknown, refused: RefusedUpdate): unknown {
  const { verb, missing, check } = refused;
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
    return refusedBy({ type, text: cause?.message ?? error.message }, refused, error);
  }
  if (error instanceof WorkflowNotFoundError)
    return new CommandError(exitCodes.unclassified, missing.message, missing.next, error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || ranOutOfTime(error))
    return new CommandError(
      exitCodes.unavailable,
      `no worker answered to ${verb} within ${answerWithinMs / 1000} s; the request may still be accepted once a worker runs`,
      `start a worker (drydock worker), then check: ${check}`,
      error,
    );
  return error;
}

/** As `explainRefusal`, of what the campaign says of an update before it is sent. */
export function refusedBy(
  { type, text }: { readonly type: string; readonly text: string },
  { check, again }: Pick<RefusedUpdate, 'check' | 'again'>,
  cause?: unknown,
): CommandError {
  const next =
    type === refusals.notAnApprover && again !== undefined
      ? `let one of them run it, or pass --as where one of these names is yours: ${again}`
      : check;
  return new CommandError(codes[type] ?? exitCodes.unclassified, text, next, cause);
}
