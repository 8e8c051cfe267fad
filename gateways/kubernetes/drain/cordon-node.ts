import { ApiException, PatchStrategy, setHeaderOptions, type V1Node } from '@kubernetes/client-node';
import type { ClusterClient } from '../client/cluster-client.ts';
import { nullAtStatus } from '../client/null-on-status.ts';

/** Who closed the node, and when; only what carries it is opened again. Removed with the cordon. */
const cordonedBy = 'drydock.dev/cordoned-by';

/** A node as a drain sees it. */
export interface DrainNode {
  readonly name: string;
  readonly uid: string;
  /** A change by what was seen is refused where someone else was quicker. */
  readonly resourceVersion: string;
  readonly isReady: boolean;
  readonly isCordoned: boolean;
  /** null: it is open, or someone else closed it. */
  readonly cordonedBy: string | null;
}

/** null: there is no such node. */
export async function readNode(client: ClusterClient, name: string): Promise<DrainNode | null> {
  const found = await nullAtStatus([404], () => client.core.readNode({ name }));
  return found === null ? null : toDrainNode(found);
}

/**
 * Cordons a node. One that is already cordoned stays as it is. Returns whether it is
 * closed by us, now or before.
 */
export async function cordonNode(
  client: ClusterClient,
  name: string,
  by: string,
  isDryRun = false,
  /** As read just now; absent: it is read first. */
  seen?: DrainNode,
): Promise<boolean> {
  const closed = await changeNode(client, name, { isDryRun, ...(seen && { seen }) }, (node) =>
    node.isCordoned ? null : { unschedulable: true, cordonedBy: by },
  );
  return closed.cordonedBy !== null;
}

export type Uncordoned = 'opened' | 'was-open' | 'not-ours' | 'no-node';

/** Opens a node again, if it was closed by us, or by anybody where `isForced`. */
export async function uncordonNode(
  client: ClusterClient,
  name: string,
  { isForced }: { readonly isForced: boolean },
): Promise<Uncordoned> {
  const before = await readNode(client, name);
  if (before === null) return 'no-node';
  if (!before.isCordoned) return 'was-open';
  if (before.cordonedBy === null && !isForced) return 'not-ours';
  await changeNode(client, name, { isDryRun: false }, (node) =>
    node.isCordoned && (node.cordonedBy !== null || isForced)
      ? { unschedulable: null, cordonedBy: null }
      : null,
  );
  return 'opened';
}

interface NodeChange {
  readonly unschedulable: boolean | null;
  readonly cordonedBy: string | null;
}

/** Of a node that changes meanwhile, the new state is judged: it may have been cordoned by someone else. */
async function changeNode(
  client: ClusterClient,
  name: string,
  { isDryRun, seen }: { readonly isDryRun: boolean; readonly seen?: DrainNode },
  decide: (node: DrainNode) => NodeChange | null,
): Promise<DrainNode> {
  for (let attempt = 1; ; attempt += 1) {
    const known = attempt === 1 ? seen : undefined;
    const node = known ?? toDrainNode(await client.core.readNode({ name }));
    const change = decide(node);
    if (change === null) return node;
    try {
      return toDrainNode(await patchNode(client, node, change, isDryRun));
    } catch (error) {
      const isConflict = error instanceof ApiException && error.code === 409;
      if (!isConflict || attempt === conflictLimit) throw error;
    }
  }
}

const conflictLimit = 5;

function patchNode(
  client: ClusterClient,
  { name, resourceVersion }: DrainNode,
  { unschedulable, cordonedBy: by }: NodeChange,
  isDryRun: boolean,
): Promise<V1Node> {
  const body = {
    metadata: { resourceVersion, annotations: { [cordonedBy]: by } },
    spec: { unschedulable },
  };
  return client.core.patchNode(
    { name, body, ...(isDryRun && { dryRun: 'All' }) },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
}

function toDrainNode({ metadata, spec, status }: V1Node): DrainNode {
  const isCordoned = spec?.unschedulable ?? false;
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
    isReady: status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false,
    isCordoned,
    cordonedBy: isCordoned ? (metadata?.annotations?.[cordonedBy] ?? null) : null,
  };
}
