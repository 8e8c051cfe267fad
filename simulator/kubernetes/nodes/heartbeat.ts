import type { AnyKind, Kinds, Node, Plural } from '../objects/kinds.ts';
import { isNodeReady, readyConditionOf } from '../objects/node-facts.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { LEASE_NAMESPACE } from './node-lease.ts';

// A kubelet with nothing new to say posts its node's status every five minutes.
const POST_INTERVAL_MS = 5 * 60_000;

// It renews its lease every ten seconds.
const RENEWAL_INTERVAL_MS = 10_000;

/**
 * An object as a reader sees it, which differs only for nodes and their leases: the conditions of a ready node
 * carry the time its kubelet last posted them, those of one that is down the time it went, and its lease
 * likewise. Nothing is stored, so that heartbeats make no new revisions.
 */
export function asRead(plural: Plural, object: AnyKind, state: ClusterState): AnyKind {
  if (plural === 'nodes') return withHeartbeats(object as Node, state.now());
  return plural === 'leases' ? withRenewal(object as Kinds['leases'], state) : object;
}

function withRenewal(lease: Kinds['leases'], state: ClusterState): Kinds['leases'] {
  const node =
    lease.metadata.namespace === LEASE_NAMESPACE ? state.store.at('nodes', lease.metadata.name) : undefined;
  if (node === undefined) return lease;
  const went = readyConditionOf(node)?.lastTransitionTime;
  const last = Math.floor(state.now() / RENEWAL_INTERVAL_MS) * RENEWAL_INTERVAL_MS;
  const renewedMs = isNodeReady(node) || went === undefined ? last : Date.parse(went);
  const renewTime = new Date(renewedMs).toISOString().replace(/Z$/, '000Z');
  return { ...lease, spec: { ...lease.spec, renewTime } };
}

function withHeartbeats(node: Node, nowMs: number): Node {
  const posted = new Date(Math.floor(nowMs / POST_INTERVAL_MS) * POST_INTERVAL_MS);
  const latest = `${posted.toISOString().slice(0, 19)}Z`;
  const conditions = node.status?.conditions?.map((condition) => {
    const since = condition.lastTransitionTime ?? latest;
    const lastHeartbeatTime = isNodeReady(node) && latest > since ? latest : since;
    return { ...condition, lastHeartbeatTime };
  });
  return { ...node, status: { ...node.status, conditions } };
}
