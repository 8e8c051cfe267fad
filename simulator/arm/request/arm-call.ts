import type { HttpBindings } from '@hono/node-server';
import type { AgentPool } from '../../cluster/agent-pool.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { Operation } from '../../cluster/operation.ts';
import type { Allowance } from '../../limits/rate-limits.ts';
import type { Json, JsonObject } from '../../values/json-value.ts';
import { isSameName } from '../../values/same-name.ts';
import type { World } from '../../world/world.ts';
import { clusterNotFound, gatewayError, providerError } from './arm-error.ts';

/** One request as a handler sees it. */
export interface ArmCall {
  readonly world: World;
  /** Scheme, host and port by which the client came in. */
  readonly origin: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export interface ArmAnswer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the ledger says the request did. */
  readonly effect?: string;
  readonly operation?: Operation;
}

/** What handlers report to the request gate, for the ledger. */
export interface GateEnv {
  Bindings: HttpBindings;
  Variables: {
    effect: string | undefined;
    operation: Operation | undefined;
    /** What remains of Azure's limits after this request. */
    allowance: Allowance | undefined;
  };
}

/** @throws ArmError 404 */
export function clusterOf(call: ArmCall): ManagedCluster {
  const { subscription, group, cluster } = call.params;
  const found = call.world.clusterAt(subscription, group, cluster);
  if (found !== undefined) return found;
  if (call.world.clusters.every((each) => !isSameName(each.group, group))) {
    throw gatewayError(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  throw clusterNotFound(
    `Microsoft.ContainerService/managedClusters/${cluster}' under resource group '${group}`,
  );
}

/** @throws ArmError 404 */
export function poolOf(call: ArmCall, cluster: ManagedCluster): AgentPool {
  const pool = cluster.pool(call.params.pool ?? '');
  if (pool === undefined) {
    throw providerError(
      404,
      'NotFound',
      `Could not find the agent pool: ${call.params.pool}.`,
      'GetAgentPool_NotFound',
    );
  }
  return pool;
}
