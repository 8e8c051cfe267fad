import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readSecretFile } from '../temporal/secret-file.ts';

/** The environment variable of workers: a file of private keys. */
const privateKeysVariable = 'DRYDOCK_APPROVAL_KEYS';
/** The environment variable of operators: a file with the public key of the newest. */
const publicKeyVariable = 'DRYDOCK_APPROVAL_KEY';

type Env = Readonly<Record<string, string | undefined>>;

export interface ApprovalKey {
  /** Of the public key, so that a worker finds the private one. */
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * The private keys (PKCS#8 PEM, P-256) of the file that DRYDOCK_APPROVAL_KEYS names, in any order; empty where the
 * variable is not set. Throws an Error that names the variable, the file and the problem, and no key.
 */
export function readPrivateKeys(env: Env): readonly ApprovalKey[] {
  const path = env[privateKeysVariable];
  if (!path) return [];
  const refuse = refusal(privateKeysVariable, path);
  const blocks = readSecretFile(path, refuse).match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? [];
  return blocks.length === 0
    ? refuse('has no private key in PEM')
    : blocks.map((pem) => approvalKey(() => createPrivateKey(pem), refuse));
}

/**
 * The public key of the file that DRYDOCK_APPROVAL_KEY names; null where the variable is not set. Throws an Error that
 * names the variable, the file and the problem.
 */
export function readPublicKey(env: Env): ApprovalKey | null {
  const path = env[publicKeyVariable];
  if (!path) return null;
  const refuse = refusal(publicKeyVariable, path);
  const pem = attempt(() => readFileSync(path, 'utf8'), refuse, 'cannot be read');
  if (pem.includes('PRIVATE KEY'))
    refuse('has a private key: operators get the public one (openssl pkey -in KEY -pubout)');
  return approvalKey(() => createPublicKey(pem), refuse);
}

function approvalKey(parse: () => KeyObject, refuse: (problem: string) => never): ApprovalKey {
  const key = attempt(parse, refuse, 'has no key that can be read');
  const { namedCurve } = key.asymmetricKeyDetails ?? {};
  if (namedCurve !== 'prime256v1')
    refuse(`has a key of ${namedCurve ?? key.asymmetricKeyType}, not of P-256`);
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'der', type: 'spki' });
  return { id: createHash('sha256').update(spki).digest('base64url').slice(0, 16), key };
}

function refusal(variable: string, path: string): (problem: string) => never {
  return (problem) => {
    throw new Error(`${variable}: ${path} ${problem}`);
  };
}

function attempt<T>(read: () => T, refuse: (problem: string) => never, problem: string): T {
  try {
    return read();
  } catch {
    return refuse(problem);
  }
}
