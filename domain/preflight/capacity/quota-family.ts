const form = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?:_(v\d+))?$/i;

/**
 * The name under which Microsoft.Compute counts the vCPUs of a machine size: "Standard_D4ds_v5" ->
 * "standardDDSv5Family". Azure writes most of them so; null, or a family that Azure does not count, for the others.
 */
export function quotaFamilyOf(vmSize: string): string | null {
  const [, letters, features = '', version = ''] = form.exec(vmSize) ?? [];
  if (letters === undefined) return null;
  return `standard${letters.toUpperCase()}${features.toUpperCase()}${version.toLowerCase()}Family`;
}
