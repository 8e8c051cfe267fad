import { cancellationSignal } from '@temporalio/activity';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface CordonPoolInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
  /** The campaign, for the annotation on the nodes. */
  readonly by: string;
}

const atATime = 10;

/** Cordons all nodes of a pool, so that what is evicted from one is not placed on another. Returns their names: AKS allows 1,000 a pool. */
export function cordonPool({ kubernetes }: Gateways) {
  return async ({ resourceId, pool, by }: CordonPoolInput): Promise<readonly string[]> => {
    const signal = cancellationSignal();
    const nodes = await (await kubernetes.rebootClient(resourceId, signal)).nodes(pool);
    const client = await kubernetes.drainClient(resourceId, signal);
    const names = nodes.map(({ name }) => name).toSorted();
    await mapBounded(names, atATime, (name) => client.cordon(name, by));
    return names;
  };
}
