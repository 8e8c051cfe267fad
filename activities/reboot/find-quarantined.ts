import { cancellationSignal } from '@temporalio/activity';
import { chooseMachines } from '#domain/change/choose-machines.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface FindQuarantinedInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
}

/**
 * The nodes of a pool that AKS gave up draining and that others stand in for, by name. Throws a FailureError
 * (nodes-not-as-planned) where there are such nodes and nothing stands in for any of them.
 */
export function findQuarantined({ azure, kubernetes }: Gateways) {
  return async ({ resourceId, pool }: FindQuarantinedInput): Promise<readonly string[]> => {
    const cluster = await azure.inspectCluster(resourceId, cancellationSignal());
    const count = cluster.pools.find(({ name }) => name === pool)?.count ?? null;
    // A machine is never deleted by a count that is not known.
    if (count === null)
      throw new FailureError(
        failure('nodes-not-as-planned', `Azure does not say how many nodes ${pool} should have.`),
      );
    const nodes = await kubernetes.nodes(resourceId, pool);
    const { machines, quarantined } = chooseMachines(nodes, count);
    if (quarantined > 0 && machines.length === 0)
      throw new FailureError(
        failure(
          'nodes-not-as-planned',
          `${quarantined} of the ${nodes.length} nodes of ${pool} are quarantined, and no surge node stands in for them: to delete one would leave the pool short of its ${count}.`,
        ),
      );
    return machines;
  };
}
