import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';

/**
 * Lets nothing leave for another origin than the endpoint's. The SDK follows the URLs in answers (operations,
 * next pages, redirects) word for word and sends the token along; a forged link would receive it.
 */
export function sameOriginPolicy(endpoint: string): PipelinePolicy {
  const origin = new URL(endpoint).origin;
  return {
    name: 'drydockSameOrigin',
    async sendRequest(request, next) {
      const asked = new URL(request.url).origin;
      if (asked !== origin)
        throw new FailureError(
          failure('unclassified', `Azure pointed to ${asked}; Drydock only talks to ${origin}.`),
        );
      return next(request);
    },
  };
}
