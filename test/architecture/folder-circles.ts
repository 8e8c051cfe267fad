/** Groups of folders that reach each other by their arrows, each group in alphabetical order. */
export function circlesOf(arrows: readonly (readonly [from: string, to: string])[]): readonly string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = new Map([...next.keys()].map((folder) => [folder, reachableFrom(folder, next)]));
  const circles = new Map<string, string[]>();
  for (const [folder, reach] of reached) {
    if (!reach.has(folder)) continue;
    const circle = [...reach].filter((other) => reached.get(other)?.has(folder)).toSorted();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

function reachableFrom(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const other of next.get(folder) ?? [])
      if (!seen.has(other)) {
        seen.add(other);
        open.push(other);
      }
  return seen;
}
