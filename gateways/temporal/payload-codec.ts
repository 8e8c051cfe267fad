import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import protobuf from 'protobufjs/light.js';
import { type PayloadKey, payloadKeysVariable } from './payload-keys.ts';

/** As Temporal's samples name it. */
const encrypted = 'binary/encrypted';
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** temporal.api.common.v1.Payload: what is encrypted is the payload as it would stand on the wire. */
const wire = new protobuf.Type('Payload')
  .add(new protobuf.MapField('metadata', 1, 'string', 'bytes'))
  .add(new protobuf.Field('data', 2, 'bytes'));

/** A payload that cannot be read with the keys that are there; the message says which key, and what to do. */
export class PayloadUnreadableError extends Error {
  override readonly name = 'PayloadUnreadableError';
  /** Whether the payload is at fault: with every key it would be read no better. */
  readonly isDamaged: boolean;

  constructor(message: string, damage?: unknown) {
    super(message, { cause: damage });
    this.isDamaged = damage !== undefined;
  }
}

export type OnUnreadable = (error: PayloadUnreadableError) => void;

/**
 * Encrypts payloads by the last of the keys (AES-256-GCM; data: nonce of 96 bits, text, tag of 128 bits) and reads those of
 * every key. The key's id and fingerprint stand in the metadata and are authenticated with the data. Payloads in the clear
 * are read as they are, so that it can be switched on while campaigns run. Without a key nothing is encrypted.
 * `decode` throws a PayloadUnreadableError, of which `onUnreadable` is told first.
 */
export function payloadCodec(keys: readonly PayloadKey[], onUnreadable?: OnUnreadable): PayloadCodec {
  const newest = keys.at(-1);
  return {
    encode: async (payloads) =>
      newest === undefined ? payloads : payloads.map((payload) => encrypt(payload, newest)),
    decode: async (payloads) =>
      payloads.map((payload) => (isEncrypted(payload) ? decryptOrSay(payload, keys, onUnreadable) : payload)),
  };
}

function decryptOrSay(payload: Payload, keys: readonly PayloadKey[], onUnreadable?: OnUnreadable): Payload {
  try {
    return decrypt(payload, keys);
  } catch (error) {
    if (error instanceof PayloadUnreadableError) onUnreadable?.(error);
    throw error;
  }
}

function isEncrypted(payload: Payload): boolean {
  return textOf(payload, 'encoding') === encrypted;
}

function encrypt(payload: Payload, { id, secret, fingerprint }: PayloadKey): Payload {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, secret, nonce).setAAD(boundTo(id, fingerprint));
  const text = cipher.update(wire.encode(payload).finish());
  return {
    metadata: {
      encoding: Buffer.from(encrypted),
      'encryption-key-id': Buffer.from(id),
      'encryption-key-fingerprint': Buffer.from(fingerprint),
    },
    data: Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypt(payload: Payload, keys: readonly PayloadKey[]): Payload {
  const id = textOf(payload, 'encryption-key-id');
  const key = keys.find((each) => each.id === id);
  const name = `payload key ${JSON.stringify(id.slice(0, 64))}`;
  if (key === undefined)
    throw new PayloadUnreadableError(
      keys.length === 0
        ? `${name} is needed: set ${payloadKeysVariable} to where it is`
        : `${name} is not among those of ${payloadKeysVariable} (it has ${keys.map((each) => each.id).join(', ')}): add it`,
    );
  const { secret, fingerprint } = key;
  if (textOf(payload, 'encryption-key-fingerprint') !== fingerprint)
    throw new PayloadUnreadableError(
      `${name} of ${payloadKeysVariable} is another key than the one that encrypted this payload: restore that one`,
    );
  const data = payload.data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv(algorithm, secret, data.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(boundTo(id, fingerprint))
      .setAuthTag(data.subarray(-tagBytes));
    const text = decipher.update(data.subarray(nonceBytes, -tagBytes));
    return wire.toObject(wire.decode(Buffer.concat([text, decipher.final()]))) as Payload;
  } catch (error) {
    throw new PayloadUnreadableError(
      `a payload of ${data.length} bytes is damaged: it is not what ${name} encrypted`,
      error,
    );
  }
}

function boundTo(id: string, fingerprint: string): Buffer {
  return Buffer.from(`${encrypted}\n${id}\n${fingerprint}`);
}

function textOf({ metadata }: Payload, name: string): string {
  const value = metadata?.[name];
  return value == null ? '' : Buffer.from(value).toString('utf8');
}
