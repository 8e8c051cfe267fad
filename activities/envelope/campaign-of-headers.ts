import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { campaignHeader } from '#domain/campaign/workflow-subject.ts';

/** The campaign for which an activity runs, as its workflow named it (workflows/interceptors.ts); null: unnamed. */
export function campaignOfHeaders(headers: Headers): string | null {
  const named = headers[campaignHeader];
  return named === undefined ? null : defaultPayloadConverter.fromPayload<string>(named);
}
