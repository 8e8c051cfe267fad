import { cancellationSignal } from '@temporalio/activity';
import { isInAnotherBoot } from '#domain/reboot/judge-boot.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface LookAtBootInput extends PacedInput {
  readonly resourceId: string;
  readonly node: string;
  /** Of the boot that is to end. */
  readonly bootId: string;
}

export interface BootObservation {
  readonly state: 'waits' | 'rebooted' | 'gone';
}

/** Inspects a node alone, where its machine must not be touched. */
export function observeBoot({ kubernetes }: Gateways) {
  return async ({ resourceId, node: name, bootId }: LookAtBootInput): Promise<BootObservation> => {
    const client = await kubernetes.rebootClient(resourceId, cancellationSignal());
    const node = await client.node(name);
    if (node === null) return { state: 'gone' };
    return { state: isInAnotherBoot(node, bootId) ? 'rebooted' : 'waits' };
  };
}
