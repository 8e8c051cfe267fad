import type { Audit } from '../audit.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { type AuditedPart, describeUnread, type UnreadPart } from '../cluster/audited-part.ts';
import { hardenedByObjects, hardenedBySettings } from './hardened-controls.ts';
import { type Proposal, refuse } from './proposal.ts';
import { proposeKuredHold } from './propose-kured-hold.ts';
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
  /** How long to hold kured's lock (ms); null: do not take it. */
  readonly holdKuredMs: number | null;
}

const needs: Readonly<Record<(typeof hardenedByObjects)[number], readonly AuditedPart[]>> = {
  'SB-NET-02': ['workloads', 'namespaces', 'network-policies'],
  'SB-POD-06': ['workloads', 'namespaces', 'network-policies'],
  'SB-OS-04': ['daemon-sets'],
};

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
  holdKuredMs,
}: HardeningQuestion): readonly Proposal[] {
  const isAsked = (control: string) => controls.length === 0 || controls.includes(control);
  const settings = resourceId === null ? notAsked(controls) : proposeSettings(audit, resourceId);
  return [
    ...settings,
    ...hardenedByObjects
      .filter((control) => isAsked(control) && (control !== 'SB-OS-04' || holdKuredMs !== null))
      .flatMap((control) => proposeObjects(cluster, control, holdKuredMs)),
  ]
    .filter(({ control }) => isAsked(control))
    .filter((each) => isIn(placeOf(each), namespaces, cluster))
    .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
}

/** Settings that were asked for by name, of a cluster that is known by its API server alone. */
function notAsked(controls: readonly string[]): readonly Proposal[] {
  return hardenedBySettings
    .filter((control) => controls.includes(control))
    .map((control) =>
      refuse(
        control,
        null,
        'it is an Azure setting and Azure was not asked: name the cluster with --cluster',
      ),
    );
}

function proposeObjects(
  cluster: AuditedCluster,
  control: (typeof hardenedByObjects)[number],
  holdKuredMs: number | null,
): readonly Proposal[] {
  const [unread] = cluster.unread.filter(({ part }) => needs[control].includes(part));
  if (unread !== undefined)
    return [refuse(control, null, `the cluster was not read completely: ${describeUnreadObject(unread)}`)];
  if (control === 'SB-OS-04') return holdKuredMs === null ? [] : proposeKuredHold(cluster, holdKuredMs);
  if (control === 'SB-NET-02') return proposeMetadataBlocks(cluster);
  const minor = cluster.live?.serverMinor ?? null;
  return minor === null
    ? [refuse(control, null, 'the API server does not report its version')]
    : proposeNamespaceLabels(cluster, minor);
}

/** "NetworkPolicy/shop/odd: spec.podSelector: expected an object" */
function describeUnreadObject(unread: UnreadPart): string {
  return unread.resource === 'Cluster'
    ? describeUnread(unread)
    : `${unread.resource}: ${describeUnread(unread)}`;
}

/** Empty: the cluster as a whole. */
function placeOf(proposal: Proposal): string {
  return proposal.kind === 'command' ? '' : (proposal.namespace ?? '');
}

function isIn(namespace: string, asked: readonly string[], { namespaces }: AuditedCluster): boolean {
  if (asked.length > 0) return namespace === '' || asked.includes(namespace);
  return !namespaces.some(({ name, isUnused }) => name === namespace && isUnused === true);
}
