import { clustersNamed, suggestCluster, uniqueNames } from '../fleet/cluster-names.ts';
import { resourceKey } from '../fleet/ids.ts';

/** What an operator's command is about: the whole campaign, or a part of it by its name. */
export type Target =
  | { readonly kind: 'campaign' }
  | { readonly kind: 'stage'; readonly stage: string }
  /** NAME, GROUP/NAME or SUBSCRIPTION/GROUP/NAME. */
  | { readonly kind: 'cluster'; readonly cluster: string }
  | { readonly kind: 'pool'; readonly cluster: string; readonly pool: string };

/**
 * Reads "campaign", "stage/NAME", "cluster/CLUSTER" or "pool/CLUSTER/POOL"; null for anything else. Whether the
 * campaign has such a part is not asked here.
 */
export function parseTarget(text: string): Target | null {
  const [kind, ...names] = text.trim().split('/');
  if (kind === 'campaign' && names.length === 0) return { kind };
  if (!names.every(isName)) return null;
  if (kind === 'stage' && names.length === 1) return { kind, stage: names[0]! };
  // Azure allows small letters alone in a node pool's name.
  const pool = kind === 'pool' ? names.pop()?.toLowerCase() : undefined;
  if (names.length === 0 || names.length > 3) return null;
  const cluster = names.join('/');
  if (kind === 'pool' && pool !== undefined) return { kind, cluster, pool };
  return kind === 'cluster' ? { kind, cluster } : null;
}

/** Azure's names are of letters, digits, "-" and "_", those of resource groups also of "." and brackets (AKS and ARM, "Naming rules"). */
function isName(text: string): boolean {
  return /^[\p{L}\p{N}_.()-]+$/u.test(text);
}

/** The cluster that `name` means among those of a campaign, or why it means none, with `kind` and `pool` of the target. */
export function findTargetCluster<C extends { readonly resourceId: string }>(
  clusters: readonly C[],
  target: Extract<Target, { readonly cluster: string }>,
): { readonly cluster: C } | { readonly refusal: string } {
  const [cluster, ...others] = clustersNamed(clusters, target.cluster);
  const names = uniqueNames(clusters);
  if (cluster === undefined)
    return {
      refusal: `There is no cluster ${target.cluster} in this campaign${suggestCluster(target.cluster, clusters, '.')}`,
    };
  if (others.length === 0) return { cluster };
  const choices = [cluster, ...others].map(({ resourceId }) =>
    formatTarget({ ...target, cluster: names.get(resourceKey(resourceId))! }),
  );
  return {
    refusal: `${target.cluster} is the name of ${choices.length} clusters of this campaign. Name one of them: ${choices.join(', ')}.`,
  };
}

/** As `parseTarget` reads it. */
export function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'campaign':
      return 'campaign';
    case 'stage':
      return `stage/${target.stage}`;
    case 'cluster':
      return `cluster/${target.cluster}`;
    case 'pool':
      return `pool/${target.cluster}/${target.pool}`;
  }
}
