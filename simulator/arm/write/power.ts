import { durations } from '../../cluster/lifecycle.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { Operation } from '../../cluster/operation.ts';
import type { World } from '../../world/world.ts';
import { type ArmAnswer, type ArmCall, clusterOf } from '../request/arm-call.ts';
import { providerError } from '../request/arm-error.ts';
import { checkIdle } from '../rules/preconditions.ts';
import { started } from './post-actions.ts';

const words = { start: 'Starting', stop: 'Stopping' } as const;

/** POST of a cluster's start or stop. */
export function postPower(power: 'start' | 'stop'): (call: ArmCall) => ArmAnswer {
  return (call) => {
    const cluster = clusterOf(call);
    checkIdle(cluster, { kind: 'other', pool: null });
    if (cluster.isStopped === (power === 'stop')) {
      const state = cluster.isStopped ? 'stopped' : 'running';
      throw providerError(400, 'OperationNotAllowed', `The cluster ${cluster.name} is ${state} already.`);
    }
    const operation = runPowerChange(call.world, cluster, power);
    return { ...started(call, operation), effect: `managedCluster ${cluster.name} ${power} accepted` };
  };
}

/** The power state changes when the operation ends; the API server of a stopping cluster answers until then. */
export function runPowerChange(world: World, cluster: ManagedCluster, power: 'start' | 'stop'): Operation {
  const subject = { kind: 'other', pool: null, from: null, to: null, word: words[power] } as const;
  const operation = world.begin(cluster, subject);
  world.later(operation, durations.power, () => {
    const powerState = { code: power === 'stop' ? 'Stopped' : 'Running' };
    cluster.properties = { ...cluster.properties, powerState };
    for (const pool of cluster.pools) pool.properties = { ...pool.properties, powerState };
    world.finish(cluster, operation, 'Succeeded');
  });
  return operation;
}
