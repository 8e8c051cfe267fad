/** What an operator's word is about: the whole campaign, or a part of it by its name. */
export type Target =
  | { readonly kind: 'campaign' }
  | { readonly kind: 'stage'; readonly stage: string }
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'pool'; readonly cluster: string; readonly pool: string };

/**
 * Reads "campaign", "stage/NAME", "cluster/NAME" or "pool/CLUSTER/POOL"; null for anything else. Whether the
 * campaign has such a part is not asked here.
 */
export function parseTarget(text: string): Target | null {
  const [kind, name, pool, ...rest] = text.trim().split('/');
  if (kind === 'campaign' && name === undefined) return { kind };
  if (!isName(name) || rest.length > 0) return null;
  if (kind === 'pool') return isName(pool) ? { kind, cluster: name, pool } : null;
  if (pool !== undefined) return null;
  if (kind === 'stage') return { kind, stage: name };
  return kind === 'cluster' ? { kind, cluster: name } : null;
}

/** Azure's names and ours are of letters, digits, "-" and "_" (AKS, "Naming rules"). */
function isName(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]+$/.test(text);
}
