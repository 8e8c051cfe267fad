import { type FailureKind, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { CommandError } from './command-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type GrpcFailure, grpc, grpcFailureOf, ranOutOfTime } from './grpc-failure.ts';

const exitCodeOf: Partial<Readonly<Record<FailureKind, ExitCode>>> = {
  'not-allowed': exitCodes.notAllowed,
  'not-signed-in': exitCodes.notAllowed,
  'certificate-not-trusted': exitCodes.unavailable,
  'no-answer': exitCodes.unavailable,
  'azure-unavailable': exitCodes.unavailable,
  'kubernetes-unreachable': exitCodes.unavailable,
  throttled: exitCodes.unavailable,
};

/** Turns whatever was thrown into an error with an exit code: gateways' failures by kind, Temporal's by code. */
export function explainFailure(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof FailureError) {
    const { kind, code, message } = error.failure;
    const said = code === null || message.includes(code) ? message : `${code}: ${message}`;
    return new CommandError(exitCodeOf[kind] ?? exitCodes.unclassified, said, failureRules[kind].tell, error);
  }
  const failed = grpcFailureOf(error);
  if (failed !== null) return explainGrpc(failed, error);
  const message = error instanceof Error ? error.message : String(error);
  const next = 'run it again with --debug to see where this comes from';
  return new CommandError(exitCodes.unclassified, message, next, error);
}

function explainGrpc({ code, details }: GrpcFailure, error: unknown): CommandError {
  if (code === grpc.permissionDenied || code === grpc.unauthenticated)
    return new CommandError(
      exitCodes.notAllowed,
      `Temporal does not let us do this: ${details}`,
      "check TEMPORAL_API_KEY or the certificate of Temporal's profile",
      error,
    );
  if (ranOutOfTime(error) || code === grpc.unavailable)
    return new CommandError(
      exitCodes.unavailable,
      `Temporal does not answer: ${details}`,
      'drydock doctor says what is wrong',
      error,
    );
  return new CommandError(exitCodes.unclassified, `Temporal answered: ${details}`, 'drydock doctor', error);
}
