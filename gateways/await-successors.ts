import { type DrainLog, hasMoved, noteSuccessors, type PodEntry } from '#domain/drain/drain-log.ts';
import type { DrainClock } from './drain-pass.ts';
import type { DrainDoor } from './kubernetes/drain-door.ts';
import { mapBounded } from './map-bounded.ts';

const lookMs = 500;
const readsAtATime = 5;

/**
 * Pods moved, not just gone: looks whether the replica sets and stateful sets of what was evicted have as many ready
 * pods as they want, until they do or the time is up. Whether they do changes the report, not the drain: the node is
 * empty.
 */
export async function awaitSuccessors(
  door: DrainDoor,
  log: DrainLog,
  until: number,
  clock: DrainClock,
): Promise<DrainLog> {
  const controllers = controllersOf([...log.values()].filter(hasMoved));
  for (;;) {
    const states = await mapBounded(controllers, readsAtATime, (ref) =>
      door.controller(ref, { withScale: false }),
    );
    const missing = new Map(
      controllers.flatMap(({ uid }, index) => {
        const state = states[index];
        return state ? [[uid, Math.max(0, state.wanted - state.ready)] as const] : [];
      }),
    );
    const isComplete = [...missing.values()].every((count) => count === 0);
    if (isComplete || clock.now() >= until) return noteSuccessors(log, missing);
    await clock.wait(Math.min(lookMs, until - clock.now()));
  }
}

function controllersOf(entries: readonly PodEntry[]) {
  const refs = entries.flatMap(({ judged: { pod } }) =>
    pod.controller === null ? [] : [{ ...pod.controller, namespace: pod.namespace }],
  );
  return [...new Map(refs.map((ref) => [ref.uid, ref])).values()];
}
