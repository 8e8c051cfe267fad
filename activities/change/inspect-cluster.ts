import type { Cluster } from '#domain/fleet/fleet.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface InspectClusterInput extends PacedInput {
  readonly resourceId: string;
  /** A preview version of the API; absent: the general one. */
  readonly apiVersion?: string | undefined;
}

/** Reads the cluster and its pools. Its eTags stand in history as this result: `begin` sends exactly them. */
export function inspectCluster(gateways: Gateways) {
  return ({ resourceId, apiVersion }: InspectClusterInput): Promise<Cluster> =>
    gateways.azure.inspectCluster(resourceId, undefined, apiVersion);
}
