/** The reason of each control. `groups`: a reason and its controls, their ids after "SB-" with spaces between them. */
export function reasonsByControl(
  groups: readonly (readonly [why: string, ids: string])[],
): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(([why, ids]) => ids.split(' ').map((id) => [`SB-${id}`, why])));
}
