/** A kind's name in paths and metrics: "Ingress" -> "ingresses", "NetworkPolicy" -> "networkpolicies". */
export function apiPlural(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (name.endsWith('s')) return `${name}es`;
  return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}
