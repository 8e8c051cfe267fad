import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { armTimeouts } from './arm-timeouts.ts';
import { failureOfAnswer } from './azure-failure.ts';

/** Outermost: every error answer becomes a failure while its body is still whole; every call has a deadline. */
export function failurePolicy(): PipelinePolicy {
  return {
    name: 'drydockFailures',
    async sendRequest(request, next) {
      const { deadlineMs } = armTimeouts;
      const limitMs = request.method === 'GET' ? deadlineMs.read : deadlineMs.change;
      request.timeout ||= limitMs;
      const answer = await next(request).catch((error: unknown) => {
        throw isOwnDeadline(error, request) ? silent(request.url, request.timeout, error) : error;
      });
      if (answer.status < 400) return answer;
      throw new FailureError(
        failureOfAnswer(answer.status, answer.bodyAsText, (name) => answer.headers.get(name)),
      );
    },
  };
}

/**
 * Innermost: an answer that asks for a long wait ends the call. The SDK's retry would sleep inside the call for as long as
 * Retry-After says, even an hour.
 */
export function longWaitPolicy(): PipelinePolicy {
  return {
    name: 'drydockLongWaits',
    async sendRequest(request, next) {
      const answer = await next(request);
      if (answer.status < 400) return answer;
      const found = failureOfAnswer(answer.status, answer.bodyAsText, (name) => answer.headers.get(name));
      if ((found.retryAfterMs ?? 0) > armTimeouts.longestRetryAfterMs) throw new FailureError(found);
      return answer;
    },
  };
}

/** The pipeline ends a call that met its deadline as if someone had cancelled it. */
function isOwnDeadline(error: unknown, request: PipelineRequest): boolean {
  return error instanceof Error && error.name === 'AbortError' && request.abortSignal?.aborted !== true;
}

function silent(url: string, limitMs: number, cause: unknown): FailureError {
  const text = `${new URL(url).origin} did not answer within ${limitMs / 1_000} s.`;
  return new FailureError(failure('no-answer', text), cause);
}
