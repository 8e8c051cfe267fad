/** "aks-a, aks-b, aks-c and 4 more" */
export function nameFirst(names: readonly string[], most = 3, separator = ', '): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(separator)}${more}`;
}
