/**
 * The candidate that a person most probably meant, or null if none is near. Upper and lower case do not
 * count; otherwise at most a third of the letters may differ, a swap of neighbours being one difference.
 */
export function nearestName(written: string, candidates: readonly string[]): string | null {
  const wanted = written.toLowerCase();
  const farthest = Math.max(1, Math.floor(wanted.length / 3));
  let nearest: { name: string; distance: number } | null = null;
  for (const name of candidates) {
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance <= farthest && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
      nearest = { name, distance };
    }
  }
  return nearest?.name ?? null;
}

/** "; did you mean NAME?", or `otherwise` where none is near: the end of a sentence. */
export function didYouMean(written: string, candidates: readonly string[], otherwise = ''): string {
  const nearest = nearestName(written, candidates);
  return nearest === null ? otherwise : `; did you mean ${nearest}?`;
}

/** Optimal string alignment: insertions, deletions, replacements, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const steps = [
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      ];
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps.push(at(beforePrevious, column - 2) + 1);
      }
      current.push(Math.min(...steps));
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
