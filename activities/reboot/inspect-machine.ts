import { cancellationSignal } from '@temporalio/activity';
import { isInAnotherBoot } from '#domain/reboot/judge-boot.ts';
import { machineOfNode } from '#domain/reboot/machine-of-node.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface LookAtMachineInput extends PacedInput {
  readonly resourceId: string;
  readonly node: string;
  /** Of the boot that is to end. */
  readonly bootId: string;
}

export type MachineLook =
  | { readonly state: 'waits'; readonly machine: string; readonly mark: string }
  /** The node has rebooted already, or no longer exists: nothing to do. */
  | { readonly state: 'rebooted' | 'gone' }
  | { readonly state: 'busy' | 'foreign' };

/** Inspects a node and its machine right before the restart, which is bound to this reading. */
export function observeMachine({ kubernetes, azure }: Gateways) {
  return async ({ resourceId, node: name, bootId }: LookAtMachineInput): Promise<MachineLook> => {
    const signal = cancellationSignal();
    const client = await kubernetes.rebootClient(resourceId, signal);
    const node = await client.node(name);
    if (node === null) return { state: 'gone' };
    if (isInAnotherBoot(node, bootId)) return { state: 'rebooted' };
    const machine = machineOfNode(node.providerId, await azure.inspectCluster(resourceId, signal));
    if (machine === null) return { state: 'foreign' };
    const mark = await azure.machineMark(machine, signal);
    return mark === null ? { state: 'busy' } : { state: 'waits', machine, mark };
  };
}
