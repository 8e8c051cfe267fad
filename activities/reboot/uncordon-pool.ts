import { cancellationSignal } from '@temporalio/activity';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface UncordonPoolInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
}

const atATime = 10;

/** Opens the nodes of a pool that we closed; those that someone else closed are left alone. */
export function uncordonPool({ kubernetes }: Gateways) {
  return async ({ resourceId, pool }: UncordonPoolInput): Promise<void> => {
    const signal = cancellationSignal();
    const nodes = await (await kubernetes.rebootClient(resourceId, signal)).nodes(pool);
    const client = await kubernetes.drainClient(resourceId, signal);
    await mapBounded(nodes, atATime, ({ name }) => client.uncordon(name, { isForced: false }));
  };
}
