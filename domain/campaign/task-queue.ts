/**
 * The task queue of workers that talk to this endpoint. A worker at a simulator polls a queue of its own, named
 * after the simulator, so that no real cluster ever meets a campaign of a simulator's clock. It is the same after its clock was
 * set: what outlives campaigns lives there.
 */
export function taskQueueFor(simulator: { readonly simulator: string } | null): string {
  return simulator === null ? 'drydock' : `drydock-${simulator.simulator}`;
}
