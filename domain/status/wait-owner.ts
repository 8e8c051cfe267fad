/** The cluster of `names` that a wait is about: it has its name, or that of a part of it ("NAME/POOL", "NAME control plane"). "GROUP/NAME" is none of a cluster GROUP. */
export function waitOwner(wait: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => wait === name || wait.startsWith(`${name}/`) || wait.startsWith(`${name} `))
    .toSorted((a, b) => b.length - a.length)[0];
}
