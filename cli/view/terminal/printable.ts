/** Manifests and clusters are other people's: no control character in what they say reaches a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
