import type { Fault } from '../faults/fault-catalogue.ts';
import type { OperationError, ReportedState } from './operation.ts';

const notLatest: OperationError = {
  code: 'NotLatestOperation',
  message:
    "Cannot proceed with the operation. Either the operation has been preempted by another one, or the information needed by the operation failed to be saved (or hasn't been saved yet).",
};

export function reportedStateBy(faults: readonly Fault[]): ReportedState {
  return {
    status: faults.find((fault) => fault.kind === 'misleading-status')?.status ?? null,
    ending: faults.find((fault) => fault.kind === 'unknown-ending')?.word ?? null,
    notice: faults.some(({ kind }) => kind === 'not-latest-operation') ? notLatest : null,
  };
}
