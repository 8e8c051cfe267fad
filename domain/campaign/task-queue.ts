/**
 * The task queue of workers that talk to this endpoint. A worker at a simulator polls a queue of its own, named
 * after the simulator's id, so that no real cluster ever meets a campaign of a simulator's clock.
 */
export function taskQueueFor(simulator: { readonly id: string } | null): string {
  return simulator === null ? 'drydock' : `drydock-${simulator.id}`;
}
