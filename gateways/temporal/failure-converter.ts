import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failures become a payload, which the codec encrypts. Loaded by its path, by Temporal's SDK. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
