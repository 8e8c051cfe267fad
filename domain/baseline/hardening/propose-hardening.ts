import type { Audit } from '../audit.ts';
import type { AuditedCluster } from '../audited-cluster.ts';
import { type AuditedPart, tellUnread } from '../audited-part.ts';
import { hardenedByObjects } from './hardened-controls.ts';
import { type Proposal, refuse } from './proposal.ts';
import { proposeMetadataBlocks } from './propose-metadata-block.ts';
import { proposeNamespaceLabels } from './propose-namespace-labels.ts';
import { proposeSettings } from './propose-settings.ts';

export interface HardeningQuestion {
  readonly cluster: AuditedCluster;
  readonly audit: Audit;
  /** null: a cluster that Azure was not asked about. */
  readonly resourceId: string | null;
  /** Ids; empty: every one. */
  readonly controls: readonly string[];
  /** Empty: every one of users. */
  readonly namespaces: readonly string[];
}

const needs: readonly AuditedPart[] = ['workloads', 'namespaces', 'network-policies'];

/**
 * What would enforce these controls: first what is about the whole cluster, then namespace by namespace. Of a cluster that was not
 * read whole no object is proposed: what was not seen may be what breaks.
 */
export function proposeHardening({
  cluster,
  audit,
  resourceId,
  controls,
  namespaces,
}: HardeningQuestion): readonly Proposal[] {
  const isAsked = (control: string) => controls.length === 0 || controls.includes(control);
  const settings = resourceId === null ? [] : proposeSettings(audit, resourceId);
  return [
    ...settings,
    ...hardenedByObjects.filter(isAsked).flatMap((control) => proposeObjects(cluster, control)),
  ]
    .filter(({ control }) => isAsked(control))
    .filter((each) => isIn(placeOf(each), namespaces))
    .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
}

function proposeObjects(
  cluster: AuditedCluster,
  control: (typeof hardenedByObjects)[number],
): readonly Proposal[] {
  const [unread] = cluster.unread.filter(({ part }) => needs.includes(part));
  if (unread !== undefined)
    return [refuse(control, null, `the cluster was not read whole: ${tellUnread(unread)}`)];
  if (control === 'SB-NET-02') return proposeMetadataBlocks(cluster);
  const minor = cluster.live?.serverMinor ?? null;
  return minor === null
    ? [refuse(control, null, 'the API server does not say its version')]
    : proposeNamespaceLabels(cluster, minor);
}

/** Empty: the cluster as a whole. */
function placeOf(proposal: Proposal): string {
  return proposal.kind === 'command' ? '' : (proposal.namespace ?? '');
}

function isIn(namespace: string, asked: readonly string[]): boolean {
  return namespace === '' || asked.length === 0 || asked.includes(namespace);
}
