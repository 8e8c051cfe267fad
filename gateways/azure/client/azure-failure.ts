import { isRestError } from '@azure/core-rest-pipeline';
import { isCertificateError, networkErrorCode } from '#domain/certificate-error.ts';
import { type Failure, type FailureKind, failure, failureRules } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { retryAfterMs } from '#domain/retry-after.ts';
import { type AzureError, readErrorBody } from './error-body.ts';
import { failureKindOf } from './failure-kinds.ts';

/** An error answer as a failure: kind by the table, Azure's words, its Retry-After. */
export function failureOfAnswer(
  status: number,
  body: string | null | undefined,
  header: (name: string) => string | undefined,
): Failure {
  const error = readErrorBody(body);
  const message = error.message === '' ? `Azure answered with status ${status}.` : error.message;
  return failure(failureKindOf({ ...error, status }) ?? 'unclassified', message, {
    ...codesOf(error),
    retryAfterMs: retryAfterMs(header, Date.now()),
  });
}

/**
 * The error of an operation that ended badly, by the same table; without a known code, its end is the kind. So it
 * is for what an answer would be retried or waited for: nothing runs any more that time could fix.
 */
export function failureOfOperation(state: 'failed' | 'canceled', error: AzureError): Failure {
  const byState = state === 'failed' ? 'operation-failed' : 'operation-canceled';
  const message = error.message === '' ? `The operation ${state}; Azure does not say why.` : error.message;
  const known = failureKindOf({ ...error, status: null });
  return failure(known === null || isPassing(known) ? byState : known, message, codesOf(error));
}

function codesOf({ code, subcode }: AzureError): Pick<Failure, 'code' | 'outerCode'> {
  return subcode === null || code === null ? { code: subcode ?? code } : { code: subcode, outerCode: code };
}

function isPassing(kind: FailureKind): boolean {
  return ['retry', 'wait'].includes(failureRules[kind].reaction);
}

/**
 * Anything thrown on the way to Azure as a FailureError. A cancelled call (`signal` is aborted) is thrown on
 * as it is: that is no failure of Azure's.
 */
export async function asFailures<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof FailureError || signal?.aborted) throw error;
    throw new FailureError(failureOfThrown(error), error);
  }
}

function failureOfThrown(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const code = networkErrorCode(error);
  if (code !== null && isCertificateError(code)) return failure('certificate-not-trusted', message, { code });
  if (code === 'EPROTO') return failure('no-answer', 'What answers there does not speak TLS.', { code });
  if (isRestError(error) || (error instanceof Error && error.name === 'AbortError'))
    return failure('no-answer', message, { code });
  return failure('unclassified', message, { code });
}
