import { type FailureKind, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { PayloadUnreadableError } from '#gateways/temporal/payload-codec.ts';
import { CommandError } from './command-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type GrpcFailure, grpc, grpcFailureOf, ranOutOfTime } from './grpc-failure.ts';

interface CommandRule {
  readonly exitCode: ExitCode;
  /** What the operator can do; null: the text of the failure table. */
  readonly next: string | null;
  /** Whether doctor shows more than the command did. */
  readonly seeDoctor?: true;
}

const doctorHint = 'drydock doctor shows details';

/** Commands only read, and only once; the failure table says what a campaign does instead. */
const rules: Partial<Readonly<Record<FailureKind, CommandRule>>> = {
  'not-allowed': { exitCode: exitCodes.notAllowed, next: null },
  'not-signed-in': {
    exitCode: exitCodes.notAllowed,
    next: 'check the AZURE_* settings of this shell (or az login)',
    seeDoctor: true,
  },
  'certificate-not-trusted': { exitCode: exitCodes.unavailable, next: null },
  'no-answer': {
    exitCode: exitCodes.unavailable,
    next: 'check DRYDOCK_ARM_ENDPOINT, AZURE_AUTHORITY_HOST, network and proxy',
    seeDoctor: true,
  },
  'azure-unavailable': {
    exitCode: exitCodes.unavailable,
    next: 'the problem is in Azure; try again in a few minutes',
  },
  'kubernetes-unreachable': { exitCode: exitCodes.unavailable, next: null },
  throttled: { exitCode: exitCodes.unavailable, next: 'Azure asks for fewer requests; try again later' },
};

/**
 * Turns whatever was thrown into an error with an exit code: gateways' failures by kind, Temporal's by code.
 * `isDoctor`: nothing refers to doctor, nor to a stack trace that it does not print.
 */
export function explainFailure(error: unknown, isDoctor = false): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof FailureError) {
    const { kind, code, message } = error.failure;
    const text = kind === 'no-answer' ? `Azure cannot be reached: ${message}` : message;
    const said = code === null || text.includes(code) ? text : `${code}: ${text}`;
    const { exitCode, next, seeDoctor }: CommandRule = rules[kind] ?? {
      exitCode: exitCodes.unclassified,
      next: null,
    };
    const more = seeDoctor && !isDoctor ? `; ${doctorHint}` : '';
    return new CommandError(exitCode, said.trimEnd(), (next ?? failureRules[kind].text) + more, error);
  }
  const unreadable = unreadablePayload(error);
  if (unreadable !== null)
    return new CommandError(
      unreadable.isDamaged ? exitCodes.unclassified : exitCodes.usage,
      `what Temporal stores cannot be read: ${unreadable.message}`,
      unreadable.isDamaged
        ? 'someone else has written to this Temporal namespace, or its database is damaged: check who has access'
        : 'docs/encryption.md shows how keys are set',
      error,
    );
  const namespace = missingNamespace(error);
  if (namespace !== null) return noNamespace(namespace, error);
  const failed = grpcFailureOf(error);
  if (failed !== null) return explainGrpc(failed, error, isDoctor);
  const message = error instanceof Error ? error.message : String(error);
  const next = isDoctor ? null : 'run it again with --debug to see where this comes from';
  return new CommandError(exitCodes.unclassified, message, next, error);
}

function unreadablePayload(error: unknown): PayloadUnreadableError | null {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof PayloadUnreadableError) return each;
  return null;
}

function explainGrpc({ code, details }: GrpcFailure, error: unknown, isDoctor: boolean): CommandError {
  if (code === grpc.permissionDenied || code === grpc.unauthenticated)
    return new CommandError(
      exitCodes.notAllowed,
      `Temporal denies this request: ${details}`,
      "check TEMPORAL_API_KEY or the certificate of Temporal's profile",
      error,
    );
  if (ranOutOfTime(error) || code === grpc.unavailable)
    return new CommandError(
      exitCodes.unavailable,
      `Temporal does not answer: ${details}`,
      isDoctor ? "check Temporal's address, network and proxy" : doctorHint,
      error,
    );
  const next = isDoctor ? null : doctorHint;
  return new CommandError(exitCodes.unclassified, `Temporal answered: ${details}`, next, error);
}

/** The client names it in an error of its own, the services in the words of a "not found". */
function missingNamespace(error: unknown): string | null {
  if (error instanceof Error && error.name === 'NamespaceNotFoundError' && 'namespace' in error)
    return String(error.namespace);
  const failed = grpcFailureOf(error);
  if (failed?.code !== grpc.notFound) return null;
  return /^Namespace (.+) is not found/.exec(failed.details)?.[1] ?? null;
}

function noNamespace(namespace: string, cause: unknown): CommandError {
  return new CommandError(
    exitCodes.unavailable,
    `Temporal has no namespace ${namespace}`,
    `set TEMPORAL_NAMESPACE, or create it: temporal operator namespace create -n ${namespace}, then drydock setup`,
    cause,
  );
}
