/** Names come from manifests and clusters: none of their control characters may reach a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
