import { cancellationSignal } from '@temporalio/activity';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface FindNewNodesInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
  /** Campaign time (ms). */
  readonly since: number;
}

/** The nodes of a pool that came after a moment, by name. */
export function findNewNodes({ kubernetes }: Gateways) {
  return async ({ resourceId, pool, since }: FindNewNodesInput): Promise<readonly string[]> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    const nodes = await client.nodes(pool);
    return nodes.filter(({ createdMs }) => createdMs > since).map(({ name }) => name);
  };
}
