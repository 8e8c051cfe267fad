import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const bitsPerName = 10;
const mostBits = 6144;

/** 32 bits of a name, in hex: a few hundred names collide in 1 of 100,000 clusters. */
export function fingerprint(name: string): string {
  return bytesToHex(sha256(utf8ToBytes(name)).subarray(0, 4));
}

/**
 * Names packed into at most 768 bytes, in hex (a Bloom filter): every packed name is found; of others 1 in
 * 100 is found too, up to 600 names, and more beyond.
 */
export function packNames(names: Iterable<string>): string {
  const distinct = new Set(names);
  const bytes = new Uint8Array(Math.ceil(Math.min(mostBits, Math.max(8, distinct.size * bitsPerName)) / 8));
  for (const name of distinct) for (const { byte, bit } of placesOf(name, bytes.length)) bytes[byte]! |= bit;
  return bytesToHex(bytes);
}

/** Whether a name may have been packed. */
export function unpackNames(packed: string): (name: string) => boolean {
  const bytes = hexToBytes(packed);
  return (name) => placesOf(name, bytes.length).every(({ byte, bit }) => (bytes[byte]! & bit) !== 0);
}

function placesOf(name: string, length: number): readonly { readonly byte: number; readonly bit: number }[] {
  const digest = sha256(utf8ToBytes(name));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [0, 4, 8, 12].map((offset) => {
    const place = view.getUint32(offset) % (length * 8);
    return { byte: place >> 3, bit: 1 << (place & 7) };
  });
}
