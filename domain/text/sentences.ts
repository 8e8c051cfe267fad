const end = /[\s.!?;,]+$/;

/** Whether `text` has all of `sentence`, whatever each ends with. */
export function says(text: string, sentence: string): boolean {
  return text.includes(sentence.replace(end, ''));
}

/**
 * THE joint of texts that others wrote: what is null or empty is left out, and no two marks meet. By ' ' each but the last ends as a
 * sentence; by ', ' or '; ' it loses its end.
 */
export function joinTexts(
  texts: readonly (string | null | undefined)[],
  separator: ' ' | ', ' | '; ' = ' ',
): string {
  const said = texts.filter((text): text is string => text !== null && text !== undefined && text !== '');
  return said
    .map((text, index) => (index === said.length - 1 ? text : ended(text, separator)))
    .join(separator);
}

function ended(text: string, separator: string): string {
  if (separator === ' ' && /[.!?…:]$/.test(text)) return text;
  return text.replace(end, '') + (separator === ' ' ? '.' : '');
}
