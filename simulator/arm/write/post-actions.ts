import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { type Operation, operationUrl } from '../../cluster/operation.ts';
import { runAbort, runDeleteMachines, runImageUpgrade } from '../operations/run-operation.ts';
import { type ArmAnswer, type ArmCall, clusterOf, poolOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';
import { checkRoom } from '../rules/check-capacity.ts';
import { checkIdle, checkStarted } from '../rules/preconditions.ts';

export function postNodeImageUpgrade(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  checkIdle(cluster, { kind: 'node-image-upgrade', pool: pool.name });
  checkStarted(cluster);
  checkRoom(call.world, cluster, pool);
  const operation = runImageUpgrade(call.world, cluster, pool);
  const effect = `agentPool ${pool.name} image ${operation.from} -> ${operation.to} accepted`;
  return { ...started(call, operation), body: pool.document(cluster.id), effect };
}

export function postDeleteMachines(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  checkIdle(cluster, { kind: 'delete-machines', pool: pool.name });
  checkStarted(cluster);
  const wanted = call.body.machineNames;
  const there = cluster.kubernetes.nodes(pool.name).map(({ name }) => name);
  const names = Array.isArray(wanted) ? wanted.map(String) : [];
  const unknown = names.filter((name) => !there.includes(name));
  if (names.length === 0 || unknown.length > 0) {
    const what = names.length === 0 ? 'No machine was named' : `There is no machine ${unknown.join(', ')}`;
    throw providerError(400, 'InvalidParameter', `${what} in agent pool ${pool.name}.`);
  }
  const operation = runDeleteMachines(call.world, cluster, pool, names);
  const effect = `agentPool ${pool.name} machines ${names.join(', ')} deletion accepted`;
  return { ...started(call, operation), effect };
}

export function postClusterAbort(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const operation = abort(call, cluster, null, [...cluster.running]);
  return {
    ...started(call, operation),
    body: cluster.document(),
    effect: `managedCluster ${cluster.name} abort accepted`,
  };
}

export function postPoolAbort(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  const running = [...cluster.running].filter((operation) => operation.pool === pool.name);
  const operation = abort(call, cluster, pool.name, running);
  return {
    ...started(call, operation),
    body: pool.document(cluster.id),
    effect: `agentPool ${pool.name} abort accepted`,
  };
}

function abort(
  call: ArmCall,
  cluster: ManagedCluster,
  pool: string | null,
  running: readonly Operation[],
): Operation {
  if (running.length === 0) {
    throw providerError(
      409,
      'OperationNotAllowed',
      'There is no operation in progress that could be aborted.',
    );
  }
  return runAbort(call.world, cluster, pool === null ? null : (cluster.pool(pool) ?? null), running);
}

/** 202 with both addresses; the second answers 204 in the end, as the real one does (recorded). */
export function started(call: ArmCall, operation: Operation): ArmAnswer {
  const headers = {
    'azure-asyncoperation': operationUrl(operation, call.origin, 'operations'),
    location: operationUrl(operation, call.origin, 'operationresults'),
  };
  return { status: 202, headers, operation };
}
