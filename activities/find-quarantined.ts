import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from './paced-input.ts';

export interface FindQuarantinedInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
}

/** The nodes of a pool that AKS gave up draining, by name; more than `most` are cleaned up in several turns. */
export function findQuarantined(gateways: Gateways) {
  return async ({ resourceId, pool }: FindQuarantinedInput): Promise<readonly string[]> => {
    const nodes = await gateways.kubernetes.nodes(resourceId, pool);
    return nodes
      .filter(({ quarantined }) => quarantined)
      .map(({ name }) => name)
      .slice(0, most);
  };
}

/** An answer stands in history. */
const most = 20;
