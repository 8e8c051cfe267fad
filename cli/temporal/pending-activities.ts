import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';
import {
  decode,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';

export type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** The pending activities of a workflow with their heartbeats and failures decoded, which the SDK hands out as they are stored. */
export function readPendingActivities(
  { raw }: Pick<WorkflowExecutionDescription, 'raw'>,
  converter: LoadedDataConverter,
): Promise<readonly PendingActivity[]> {
  return Promise.all(
    (raw.pendingActivities ?? []).map(async (activity) => {
      const { heartbeatDetails, lastFailure } = activity;
      const error = await decodeOptionalFailureToOptionalError(converter, lastFailure);
      const payloads = await decode(converter.payloadCodecs, heartbeatDetails?.payloads ?? []);
      return {
        ...activity,
        heartbeatDetails: { payloads },
        ...(error === undefined ? {} : { lastFailure: { ...lastFailure, message: error.message } }),
      };
    }),
  );
}
