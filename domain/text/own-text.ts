/** The same text, on its own: a part of a larger text keeps all of that in memory. */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
