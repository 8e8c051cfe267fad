import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { type OnUnreadable, payloadCodec } from './payload-codec.ts';
import type { PayloadKey } from './payload-keys.ts';

const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));

/** What every client and worker of Temporal gets: payloads, and with keys failures, too, are encrypted. */
export function dataConverterOf(keys: readonly PayloadKey[], onUnreadable?: OnUnreadable): DataConverter {
  const payloadCodecs = [payloadCodec(keys, onUnreadable)];
  return keys.length === 0 ? { payloadCodecs } : { payloadCodecs, failureConverterPath };
}
