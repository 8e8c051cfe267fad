import type { Fault } from '../faults/fault-catalogue.ts';
import type { OperationError } from './operation.ts';

/** How an operation ends that a fault lets fail. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** How many nodes are replaced first. */
  readonly afterNodes: number;
  /** Azure finds no machine: the upgrade ends before any surge node is there. */
  readonly isBeforeSurge: boolean;
}

/** The texts are as remembered from the real service; only the codes are sure. */
const withoutMachines: Partial<Record<Fault['kind'], OperationError>> = {
  quota: {
    code: 'QuotaExceeded',
    message:
      'Operation could not be completed as it results in exceeding approved standardDDSv5Family Cores quota. Additional details - Deployment Model: Resource Manager, Current Limit: 100, Current Usage: 98, Additional Required: 4.',
  },
  'subnet-full': {
    code: 'SubnetIsFull',
    message:
      'Subnet nodes with address prefix 10.240.0.0/24 does not have enough capacity for 31 IP addresses.',
  },
  'allocation-failed': {
    code: 'AllocationFailed',
    message:
      'Allocation failed. We do not have sufficient capacity for the requested VM size in this region. Read more about improving likelihood of allocation success at https://aka.ms/allocation-guidance',
  },
};

/** The failure a fault stands for; undefined where it stands for something else. */
export function failureBy(fault: Fault, operationId: string): Failure | undefined {
  if (fault.kind === 'operation-fails') return { ...fault, isBeforeSurge: false };
  if (fault.kind === 'preemption') {
    const message = `Operation was preempted by another operation '${newerThan(operationId)}'. The operation is not the latest operation on the resource.`;
    return { code: 'AKSOperationPreempted', message, afterNodes: fault.afterNodes, isBeforeSurge: false };
  }
  const error = withoutMachines[fault.kind];
  return error === undefined ? undefined : { ...error, afterNodes: 0, isBeforeSurge: true };
}

/** The id of an operation that no one began here. */
function newerThan(operationId: string): string {
  return operationId.replaceAll(/[0f]/g, (digit) => (digit === '0' ? '1' : 'e'));
}
