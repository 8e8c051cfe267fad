import { ApiException } from '@kubernetes/client-node';
import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';
import { type Failure, failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { retryAfterMs } from '#domain/retry-after.ts';
import { failureKindOfStatus } from './failure-kinds.ts';

/** Anything thrown on the way to a cluster as a FailureError; once the signal is aborted, its reason. */
export async function asFailures<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FailureError) throw error;
    throw new FailureError(failureOf(error), error);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof ApiException) return failureOfRefusal(error);
  const code = networkErrorCode(error);
  const message = error instanceof Error ? innermost(error).message : String(error);
  if (code !== null && isCertificateError(code)) return failure('certificate-not-trusted', message, { code });
  const isNetwork = code !== null || isFetchFailure(error);
  return failure(isNetwork ? 'kubernetes-unreachable' : 'unclassified', message, { code });
}

/** `fetch` says "fetch failed" in a TypeError with a cause; a call that met its deadline is a TimeoutError. */
function isFetchFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || (error.name === 'TypeError' && error.cause !== undefined);
}

function failureOfRefusal(error: ApiException<unknown>): Failure {
  const status = readStatus(error.body);
  return failure(
    failureKindOfStatus(error.code),
    status.message ?? `The API server answered ${error.code}.`,
    {
      code: status.reason,
      retryAfterMs: retryAfterMs((name) => error.headers[name], Date.now()),
    },
  );
}

/** The Status object of a refusal; the client hands it over parsed, or as text where it does not know the code. */
function readStatus(body: unknown): { readonly message: string | null; readonly reason: string | null } {
  const status: unknown = typeof body === 'string' ? parseJson(body) : body;
  if (typeof status !== 'object' || status === null) return { message: null, reason: null };
  const { message, reason }: { message?: unknown; reason?: unknown } = status;
  return {
    message: typeof message === 'string' ? message : null,
    reason: typeof reason === 'string' ? reason : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
