import type { Fault } from '../fault-catalogue.ts';
import type { OperationError } from './operation.ts';

/** What a record of an operation says other than how things are. */
export interface Disguise {
  /** While it runs. */
  readonly status: string | null;
  /** In place of its result. */
  readonly ending: string | null;
  /** Beside a status that is no failure. */
  readonly notice: OperationError | null;
}

const notLatest: OperationError = {
  code: 'NotLatestOperation',
  message:
    "Cannot proceed with the operation. Either the operation has been preempted by another one, or the information needed by the operation failed to be saved (or hasn't been saved yet).",
};

export function disguiseBy(faults: readonly Fault[]): Disguise {
  return {
    status: faults.find((fault) => fault.kind === 'poison-words')?.status ?? null,
    ending: faults.find((fault) => fault.kind === 'unknown-ending')?.word ?? null,
    notice: faults.some(({ kind }) => kind === 'not-latest-operation') ? notLatest : null,
  };
}
