import { DefaultFailureConverter } from '@temporalio/common';
import { encodesFailures } from '#protocol/encodes-failures.ts';

/** One bundle serves workers with and without payload keys; the worker says which it is before the bundle runs. */
export const failureConverter = new DefaultFailureConverter({
  encodeCommonAttributes: encodesFailures in globalThis,
});
