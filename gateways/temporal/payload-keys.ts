import { createHmac } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** The environment variable that names the file of keys. */
export const payloadKeysVariable = 'DRYDOCK_PAYLOAD_KEYS';

export interface PayloadKey {
  readonly id: string;
  /** 32 bytes: AES-256. */
  readonly secret: Buffer;
  /** Tells a key from another one with the same id, without giving it away. */
  readonly fingerprint: string;
}

const largestBytes = 64 * 1024;
const line = /^(?<id>[\w.-]{1,64}) (?<text>[A-Za-z0-9+/]{43}=)$/;
/** Any access of others, and writing by the group: a mounted secret is read by its group. */
const tooOpen = 0o027;

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
  const lines = read(path, refuse).split('\n');
  const keys = new Map<string, PayloadKey>();
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const { id = '', text: secret = '' } = line.exec(text.trimEnd())?.groups ?? {};
    if (id === '') refuse(`line ${index + 1}: expected "ID BASE64" with a key of 32 bytes`);
    if (keys.has(id)) refuse(`line ${index + 1}: the key id ${id} stands there twice`);
    keys.set(id, payloadKey(id, Buffer.from(secret, 'base64')));
  }
  return keys.size === 0 ? refuse('has no key') : [...keys.values()];
}

export function payloadKey(id: string, secret: Buffer): PayloadKey {
  const fingerprint = createHmac('sha256', secret).update('drydock payload key').digest('hex').slice(0, 16);
  return { id, secret, fingerprint };
}

function read(path: string, refuse: (problem: string) => never): string {
  const reading = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  const file = reading(() => statSync(path));
  if (!file.isFile()) refuse('is no file');
  if (file.size > largestBytes) refuse(`has ${file.size} bytes, more than ${largestBytes}`);
  if ((file.mode & tooOpen) !== 0)
    refuse(`has mode ${(file.mode & 0o777).toString(8)}, open to others: chmod 0600 (or 0440)`);
  return reading(() => readFileSync(path, 'utf8'));
}
