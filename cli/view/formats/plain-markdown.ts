const longest = 120;

/** Names come from outside: they are shown as they are and never become markup. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
}

/** As `plain`, cut to 120 characters. */
export function plainBeginning(text: string): string {
  return plain(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}
