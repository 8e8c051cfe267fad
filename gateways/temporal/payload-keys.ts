import { createHmac } from 'node:crypto';
import { readSecretFile } from './secret-file.ts';

/** The environment variable that names the file of keys. */
export const payloadKeysVariable = 'DRYDOCK_PAYLOAD_KEYS';

export interface PayloadKey {
  readonly id: string;
  /** 32 bytes: AES-256. */
  readonly secret: Buffer;
  /** Tells a key from another one with the same id, without giving it away. */
  readonly fingerprint: string;
}

/** null: the id or the text (base64 of 32 bytes) is none. */
export function keyOfText(id: string, text: string): PayloadKey | null {
  const isKey = /^[\w.-]{1,64}$/.test(id) && /^[A-Za-z0-9+/]{43}=$/.test(text);
  return isKey ? payloadKey(id, Buffer.from(text, 'base64')) : null;
}

/**
 * The keys of the file that DRYDOCK_PAYLOAD_KEYS names, the newest last: lines "ID BASE64-OF-32-BYTES", `#` for comments.
 * None where the variable is not set. Throws an Error that names the variable, the file, the problem and the fix, and no key.
 */
export function readPayloadKeys(env: Readonly<Record<string, string | undefined>>): readonly PayloadKey[] {
  const path = env[payloadKeysVariable];
  if (!path) return [];
  const refuse = (problem: string): never => {
    throw new Error(`${payloadKeysVariable}: ${path} ${problem}`);
  };
  const lines = readSecretFile(path, refuse).split('\n');
  const keys = new Map<string, PayloadKey>();
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const [id = '', ...rest] = text.trimEnd().split(' ');
    const key = keyOfText(id, rest.join(' '));
    if (key === null) return refuse(`line ${index + 1}: expected "ID BASE64" with a key of 32 bytes`);
    if (keys.has(id)) refuse(`line ${index + 1}: the key id ${id} stands there twice`);
    keys.set(id, key);
  }
  return keys.size === 0 ? refuse('has no key') : [...keys.values()];
}

export function payloadKey(id: string, secret: Buffer): PayloadKey {
  const fingerprint = createHmac('sha256', secret).update('drydock payload key').digest('hex').slice(0, 16);
  return { id, secret, fingerprint };
}
