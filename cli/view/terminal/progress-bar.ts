const width = 16;

/** "████████░░░░░░░░": full only when everything is done. */
export function progressBar({ done, total }: { readonly done: number; readonly total: number }): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
