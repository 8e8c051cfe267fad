import { type DrainLog, hasMoved, noteSuccessors, type PodEntry } from '#domain/drain/drain-log.ts';
import type { DrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { mapBounded } from '../map-bounded.ts';
import type { DrainClock } from './drain-pass.ts';

const pollMs = 250;
const readsAtATime = 5;

/**
 * Waits until the replica sets and stateful sets of evicted pods have as many ready pods as they want, or the time is
 * up. The result changes the report, not the drain: the node is empty.
 */
export async function awaitSuccessors(
  client: DrainClient,
  log: DrainLog,
  until: number,
  clock: DrainClock,
): Promise<DrainLog> {
  const controllers = controllersOf([...log.values()].filter(hasMoved));
  const missing = new Map<string, number>();
  for (let asked = controllers; ; ) {
    const states = await mapBounded(asked, readsAtATime, (ref) =>
      client.controller(ref, { withScale: false }),
    );
    for (const [index, { uid }] of asked.entries()) {
      const state = states[index];
      if (state) missing.set(uid, Math.max(0, state.wanted - state.ready));
      else missing.delete(uid);
    }
    // A controller that was complete once has its replacements: what becomes of them later is not part of the drain.
    asked = asked.filter(({ uid }) => (missing.get(uid) ?? 0) > 0);
    if (asked.length === 0 || clock.now() >= until) return noteSuccessors(log, missing);
    await clock.wait(Math.min(pollMs, until - clock.now()));
  }
}

function controllersOf(entries: readonly PodEntry[]) {
  const refs = entries.flatMap(({ judged: { pod } }) =>
    pod.controller === null ? [] : [{ ...pod.controller, namespace: pod.namespace }],
  );
  return [...new Map(refs.map((ref) => [ref.uid, ref])).values()];
}
