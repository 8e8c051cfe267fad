import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';

const load = createRequire(import.meta.url);
const onlyPlain = /^[\x20-\x7E]*$/;

/**
 * How many columns of a terminal a text takes: colours count nothing, wide characters two. Who knows them all takes 40 ms of a processor and
 * 4 MB to load, so that only other texts than plain ones are given to it.
 */
export function textWidth(text: string): number {
  const plain = text.includes('\u001B') ? stripVTControlCharacters(text) : text;
  if (onlyPlain.test(plain)) return plain.length;
  const { default: stringWidth } = load('string-width') as typeof import('string-width');
  return stringWidth(text);
}
