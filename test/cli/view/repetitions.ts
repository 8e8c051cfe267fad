const longest = 5;
/** What each answer to a question does, and the figures of a table, may be alike. */
const parallel = /# .*$|\b(?:image|to) \d.*$/gm;

/** What stands twice on a screen, of more than five words: sentences, parts of them and cells of tables. */
export function repetitions(screen: string): readonly string[] {
  const texts = screen
    .replace(parallel, '')
    .split(/\n|\||(?<=[^.]\.) |; | {2,}/)
    .map((text) => text.trim().replace(/^[!x?] |[.,:]$/g, ''));
  const seen = new Set<string>();
  return texts.filter((text) => {
    const isAgain = seen.has(text) && text.split(/\s+/).length > longest;
    seen.add(text);
    return isAgain;
  });
}
