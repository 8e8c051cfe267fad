import { createHash } from 'node:crypto';
import type { PodTemplate } from './kinds.ts';

const HASH_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The label that distinguishes the pods of different templates. */
export function templateHash(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  return [...digest.subarray(0, 10)].map((byte) => HASH_ALPHABET[byte % HASH_ALPHABET.length]).join('');
}
