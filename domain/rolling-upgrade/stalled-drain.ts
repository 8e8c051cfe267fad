import type { SteppedNode } from './node-steps.ts';
import { longestHeld } from './pool-steps.ts';

/** `nodePools.defaults.stalledDrain`: what becomes of a drain that is held up. Times in ms of campaign time. */
export interface StalledDrainPolicy {
  /** From then on people are told; AKS goes on trying. */
  readonly notifyAfterMs: number;
  /** What is done after `afterMs`. Wait: nothing, AKS's own drain timeout ends it. */
  readonly afterwards: 'Wait' | 'Ask' | 'Abort';
  readonly afterMs: number;
}

/** notify: people are to be told. act: it is time for what the policy says. */
export type StallLevel = 'none' | 'notify' | 'act';

/**
 * How serious it is by now: the node that is held up longest decides. `notBefore` (ms) is until when a person said to wait.
 */
export function stallLevel(
  { notifyAfterMs, afterwards, afterMs }: StalledDrainPolicy,
  nodes: readonly SteppedNode[],
  { now, notBefore }: { readonly now: number; readonly notBefore: number },
): StallLevel {
  const held = longestHeld(nodes);
  if (held === null) return 'none';
  const heldMs = now - held.hold.since;
  if (afterwards !== 'Wait' && heldMs >= afterMs && now >= notBefore) return 'act';
  return heldMs >= notifyAfterMs ? 'notify' : 'none';
}
