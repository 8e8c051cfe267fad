const longest = 120;

/** Names are other people's: whatever stands in them is shown, and nothing else. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
}

/** The same of the beginning of a text that may be of any length. */
export function plainBeginning(text: string): string {
  return plain(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}
