import { randomBytes } from 'node:crypto';
import { DefaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import {
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { expect, it } from 'vitest';
import { readPendingActivities } from '#cli/temporal/pending-activities.ts';
import { dataConverterOf } from '#gateways/temporal/data-converter.ts';
import { payloadKey } from '#gateways/temporal/payload-keys.ts';

it('reads heartbeats and the last failure of a pending activity, which are stored encrypted', async () => {
  const converter = loadDataConverter(dataConverterOf([payloadKey('a', randomBytes(32))]));
  expect(converter.failureConverter).toBeInstanceOf(DefaultFailureConverter);
  const lastFailure = await encodeErrorToFailure(converter, new Error('aks-pay-weu does not answer'));
  expect(JSON.stringify(lastFailure)).not.toContain('aks-pay-weu');
  const progress = defaultPayloadConverter.toPayload({ nodes: 3 });
  const payloads = await converter.payloadCodecs[0]!.encode([progress]);
  const raw = { pendingActivities: [{ attempt: 2, lastFailure, heartbeatDetails: { payloads } }, {}] };
  const [first, second] = await readPendingActivities({ raw: raw as never }, converter);
  expect(first?.lastFailure?.message).toBe('aks-pay-weu does not answer');
  expect(defaultPayloadConverter.fromPayload(first!.heartbeatDetails!.payloads![0]!)).toEqual({ nodes: 3 });
  expect(second?.lastFailure).toBeUndefined();
});
