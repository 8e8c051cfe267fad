/** Why a verdict does not cover all of the input; null: everything could be read. `problems`: how many parts of it could not. */
export function whyPartial(problems: number): string | null {
  if (problems === 0) return null;
  return `${problems} ${problems === 1 ? 'part' : 'parts'} of the input could not be read`;
}
