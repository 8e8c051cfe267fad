import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { FailureError } from '#domain/failure-error.ts';
import { failureOfAnswer } from './azure-failure.ts';

const requestTimeoutMs = 60_000;
const longestSilentWaitMs = 5_000;

/** Outermost: every error answer becomes a failure while its body is still whole; every call has a deadline. */
export function failurePolicy(): PipelinePolicy {
  return {
    name: 'drydockFailures',
    async sendRequest(request, next) {
      request.timeout ||= requestTimeoutMs;
      const answer = await next(request);
      if (answer.status < 400) return answer;
      throw new FailureError(
        failureOfAnswer(answer.status, answer.bodyAsText, (name) => answer.headers.get(name)),
      );
    },
  };
}

/**
 * Innermost: an answer that asks to wait for long is not left to the SDK's retry, which would sleep as long
 * as it is told to (an hour, too) inside the call.
 */
export function longWaitPolicy(): PipelinePolicy {
  return {
    name: 'drydockLongWaits',
    async sendRequest(request, next) {
      const answer = await next(request);
      if (answer.status < 400) return answer;
      const found = failureOfAnswer(answer.status, answer.bodyAsText, (name) => answer.headers.get(name));
      if ((found.retryAfterMs ?? 0) > longestSilentWaitMs) throw new FailureError(found);
      return answer;
    },
  };
}
