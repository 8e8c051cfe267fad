import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { type OnUnreadable, payloadCodec } from './payload-codec.ts';
import type { PayloadKey } from './payload-keys.ts';

/** The SDK loads it by its path: TypeScript in the repository, JavaScript in the npm package. */
const failureConverterPath = fileURLToPath(
  new URL(`./failure-converter${extname(import.meta.url)}`, import.meta.url),
);

/** What every client and worker of Temporal gets: payloads, and with keys failures, too, are encrypted. */
export function dataConverterOf(keys: readonly PayloadKey[], onUnreadable?: OnUnreadable): DataConverter {
  const payloadCodecs = [payloadCodec(keys, onUnreadable)];
  return keys.length === 0 ? { payloadCodecs } : { payloadCodecs, failureConverterPath };
}
