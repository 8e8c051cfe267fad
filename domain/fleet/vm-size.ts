const form = /^(?:Standard|Basic)_(?<family>[A-Z]+)(?<size>\d+)(?:-(?<constrained>\d+))?(?<rest>.*)$/i;

/** The first two generations of D count sizes, not vCPUs (Azure, "Previous generations of virtual machine sizes"). */
const earlyD: Readonly<Record<string, number>> = {
  1: 1,
  2: 2,
  3: 4,
  4: 8,
  5: 16,
  11: 2,
  12: 4,
  13: 8,
  14: 16,
  15: 20,
};

/** Retired families whose names do not contain the vCPUs. */
const unknown = new Set(['G', 'GS']);

/**
 * The vCPUs of a VM size, by its name: "Standard_D4s_v5" -> 4, "Standard_E8-4ads_v5" -> 4 (constrained),
 * "Standard_DS3_v2" -> 4. null: not in the name.
 */
export function vcpusOf(vmSize: string): number | null {
  const { family = '', size, constrained, rest = '' } = form.exec(vmSize)?.groups ?? {};
  const letters = family.toUpperCase();
  const generation = Number(/_v(\d+)/i.exec(rest)?.[1] ?? 1);
  if (size === undefined || unknown.has(letters) || (letters === 'A' && generation === 1)) return null;
  if (constrained !== undefined) return Number(constrained);
  const isEarlyD = (letters === 'D' || letters === 'DS') && generation < 3;
  return isEarlyD ? (earlyD[size] ?? null) : Number(size);
}
