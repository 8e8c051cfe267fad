import { CompactEncrypt, compactDecrypt, errors } from 'jose';
import type { ApprovalKey } from './approval-keys.ts';

/** Of a sealed token, in characters: a token of Entra has at most some 10,000. */
const longest = 32_768;

/**
 * An access token for the workers alone, bound to one decision: a JWE (RFC 7516) by ECDH-ES and A256GCM, whose protected
 * header carries the digest of the decision. So no token stands in a history, and none counts for another decision.
 */
export async function sealToken(token: string, digest: string, { id, key }: ApprovalKey): Promise<string> {
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: id, decision: digest };
  return new CompactEncrypt(new TextEncoder().encode(token)).setProtectedHeader(header).encrypt(key);
}

/** The token in it. Throws a RangeError that says why there is none: another key, another decision, no sealed token at all. */
export async function openToken(
  sealed: string,
  digest: string,
  keys: readonly ApprovalKey[],
): Promise<string> {
  if (sealed.length > longest) throw new RangeError(`the proof has more than ${longest} characters`);
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealed,
    ({ kid }) => {
      const found = keys.find(({ id }) => id === kid);
      if (found !== undefined) return found.key;
      throw new RangeError('the proof is for a key that no worker has: is DRYDOCK_APPROVAL_KEY the newest?');
    },
    { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] },
  ).catch((error: unknown) => {
    throw error instanceof errors.JOSEError ? new RangeError('the proof cannot be opened') : error;
  });
  if (protectedHeader.decision !== digest) throw new RangeError('the proof is for another decision');
  return new TextDecoder().decode(plaintext);
}
