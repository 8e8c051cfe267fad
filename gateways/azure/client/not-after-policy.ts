import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';

const notAfter = new WeakMap<PipelineRequest, number>();

/** Thrown when a request's time was over before it left: nothing was sent. */
export class TooLateError extends Error {
  override readonly name = 'TooLateError';
}

/** Forbids that a request leaves after an instant (real ms since the epoch). */
export function forbidAfter(request: PipelineRequest, epochMs: number): void {
  notAfter.set(request, epochMs);
}

/**
 * The last thing before the wire: after tokens were fetched and places waited for, because both take time and
 * a window may close meanwhile.
 */
export function notAfterPolicy(): PipelinePolicy {
  return {
    name: 'drydockNotAfter',
    async sendRequest(request, next) {
      const latest = notAfter.get(request);
      if (latest !== undefined && Date.now() > latest) throw new TooLateError('The time to send it is over.');
      return next(request);
    },
  };
}
