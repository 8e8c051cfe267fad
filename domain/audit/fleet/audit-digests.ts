import { digestText } from '../../text/digest.ts';

/** In characters. */
const digestLength = 8;

/** Of its fingerprint. */
export function digestOfViolation(fingerprint: string): string {
  return digestText(fingerprint).slice(-digestLength);
}

export function digestsIn(joined: string): readonly string[] {
  return Array.from({ length: joined.length / digestLength }, (_, at) =>
    joined.slice(at * digestLength, (at + 1) * digestLength),
  );
}
