/**
 * Whether the whole text matches: `*` is any run of characters, `?` is one, everything else is itself.
 * Walks both once with one mark to fall back to, so that no pattern can make it slow.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, read] = [0, 0];
  let fallback: { readonly at: number; readonly read: number } | null = null;
  while (read < text.length) {
    if (pattern[at] === '*') {
      fallback = { at: at + 1, read };
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (fallback === null) return false;
    else {
      fallback = { at: fallback.at, read: fallback.read + 1 };
      [at, read] = [fallback.at, fallback.read];
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
