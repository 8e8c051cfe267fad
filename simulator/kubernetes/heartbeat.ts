import type { AnyKind, Node, Plural } from './kinds.ts';
import { isNodeReady } from './node-facts.ts';

// A kubelet with nothing new to say posts its node's status every five minutes.
const POST_INTERVAL_MS = 5 * 60_000;

/**
 * An object as a reader sees it, which differs only for nodes: the conditions of a ready node carry the time its kubelet last posted them, those
 * of one that is down the time it went. Nothing is stored, so that heartbeats make no new revisions.
 */
export function asRead(plural: Plural, object: AnyKind, nowMs: number): AnyKind {
  return plural === 'nodes' ? withHeartbeats(object as Node, nowMs) : object;
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
