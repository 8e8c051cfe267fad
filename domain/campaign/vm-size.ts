/**
 * The vCPUs of a machine size, from its name: "Standard_D4s_v5" -> 4, "Standard_E8-4ads_v5" -> 4 (constrained
 * cores). The first number after the letters of the family is the count in every current series; the old ones
 * that count otherwise (A, D, DS and G without a version) and names in another form are null: not known.
 */
export function vcpusOf(vmSize: string): number | null {
  const { family, size, constrained, rest } = form.exec(vmSize)?.groups ?? {};
  if (family === undefined || size === undefined) return null;
  if (oldFamilies.has(family.toUpperCase()) && !/_v\d+/i.test(rest ?? '')) return null;
  return Number(constrained ?? size);
}

const form = /^(?:Standard|Basic)_(?<family>[A-Z]+)(?<size>\d+)(?:-(?<constrained>\d+))?(?<rest>.*)$/i;

const oldFamilies = new Set(['A', 'D', 'DS', 'G', 'GS']);
