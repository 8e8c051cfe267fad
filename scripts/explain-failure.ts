import { type FailureKind, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { CommandError } from './command-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const exitCodeOf: Partial<Readonly<Record<FailureKind, ExitCode>>> = {
  'not-allowed': exitCodes.notAllowed,
  'not-signed-in': exitCodes.notAllowed,
  'certificate-not-trusted': exitCodes.unavailable,
  'no-answer': exitCodes.unavailable,
  'azure-unavailable': exitCodes.unavailable,
  'kubernetes-unreachable': exitCodes.unavailable,
  throttled: exitCodes.unavailable,
};

/** Turns whatever was thrown into an error with an exit code; gateways' failures by their kind. */
export function explainFailure(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof FailureError) {
    const { kind, code, message } = error.failure;
    const said = code === null || message.includes(code) ? message : `${code}: ${message}`;
    return new CommandError(exitCodeOf[kind] ?? exitCodes.unclassified, said, failureRules[kind].tell, error);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CommandError(exitCodes.unclassified, message, null, error);
}
