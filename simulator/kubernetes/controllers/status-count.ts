/** A count as most fields of a status carry it: a zero is left out. */
export function orAbsent(count: number): number | undefined {
  return count > 0 ? count : undefined;
}
