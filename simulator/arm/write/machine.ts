import { durations } from '../../cluster/lifecycle.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { Operation } from '../../cluster/operation.ts';
import type { Node } from '../../kubernetes/objects/kinds.ts';
import { objectAt, textAt } from '../../values/json-value.ts';
import { isSameName } from '../../values/same-name.ts';
import type { World } from '../../world/world.ts';
import type { ArmAnswer, ArmCall } from '../request/arm-call.ts';
import { gatewayError } from '../request/arm-error.ts';
import { started } from './post-actions.ts';

interface Machine {
  readonly cluster: ManagedCluster;
  readonly node: Node;
  readonly id: string;
}

/** Microsoft.Compute: an instance of a scale set, with its instance view where it is asked for. */
export function getMachine(call: ArmCall): ArmAnswer {
  const { cluster, node, id } = machineOf(call);
  const last = cluster.restarts.get(node.metadata.name);
  const isRunning = last !== undefined && last.result === null;
  const state = isRunning ? 'Updating' : 'Succeeded';
  const time =
    last === undefined
      ? node.metadata.creationTimestamp
      : new Date(last.finishedMs ?? last.startedMs).toISOString();
  const statuses = [
    { code: `ProvisioningState/${state.toLowerCase()}`, level: 'Info', displayStatus: state, time },
    { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' },
  ];
  const isViewed = isSameName(call.query.get('$expand') ?? '', 'instanceView');
  return {
    status: 200,
    body: {
      id,
      name: id
        .split('/')
        .slice(-3, -2)
        .concat(call.params.instance ?? '')
        .join('_'),
      instanceId: call.params.instance ?? '',
      type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
      location: cluster.location,
      properties: {
        provisioningState: state,
        osProfile: { computerName: node.metadata.name },
        ...(isViewed ? { instanceView: { statuses } } : {}),
      },
    },
  };
}

export function postRestart(call: ArmCall): ArmAnswer {
  const { cluster, node } = machineOf(call);
  const { name } = node.metadata;
  if (objectAt(cluster.properties, 'nodeResourceGroupProfile').restrictionLevel === 'ReadOnly')
    throw gatewayError(
      403,
      'DenyAssignmentAuthorizationFailed',
      `The client has permission to perform action 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/restart/action'; however, the access is denied because of the deny assignment with name 'AKS managed resource group lockdown'.`,
    );
  if (cluster.restarts.get(name)?.result === null)
    throw gatewayError(409, 'OperationNotAllowed', `An operation on machine '${name}' is in progress.`);
  const operation = runRestart(call.world, cluster, node);
  return { ...started(call, operation), effect: `machine ${name} restart accepted` };
}

/** Azure calls it done before the kubelet is back. */
function runRestart(world: World, cluster: ManagedCluster, node: Node): Operation {
  const { name, labels = {} } = node.metadata;
  const pool = labels['kubernetes.azure.com/agentpool'] ?? null;
  const subject = { pool, from: null, to: name, word: 'Updating' };
  const operation = world.begin(cluster, { kind: 'restart-machine', ...subject });
  cluster.restarts.set(name, operation);
  world.later(operation, durations.shutdown, () => {
    const failure = world.failureOf(operation);
    if (failure !== undefined) {
      world.finish(cluster, operation, 'Failed', { code: failure.code, message: failure.message });
      return;
    }
    cluster.kubernetes.setNodeReady(name, false);
    world.later(operation, durations.restart, () => {
      world.finish(cluster, operation, 'Succeeded');
      world.after(operation, durations.boot, () => cluster.kubernetes.bootNode(name));
    });
  });
  return operation;
}

/** By the id that a node has of its machine. @throws ArmError 404 */
function machineOf({ world, params }: ArmCall): Machine {
  const { subscription, group, scaleSet, instance } = params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${scaleSet}/virtualMachines/${instance}`;
  for (const cluster of world.clusters) {
    if (!isSameName(cluster.subscription, subscription)) continue;
    if (!isSameName(textAt(cluster.properties, 'nodeResourceGroup'), group)) continue;
    const node = cluster.kubernetes.state.store
      .all('nodes')
      .find(({ spec }) => isSameName(spec.providerID, `azure://${id}`));
    if (node !== undefined) return { cluster, node, id };
  }
  throw gatewayError(404, 'NotFound', `The entity was not found in this Azure location: ${id}`);
}
