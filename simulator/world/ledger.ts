import { appendFileSync } from 'node:fs';
import type { Operation, OperationKind, OperationResult } from '../cluster/operation.ts';

export interface LedgerEntry {
  readonly plane: 'arm' | 'kubernetes' | 'token';
  readonly cluster: string | null;
  readonly method: string;
  readonly path: string;
  /** 0 where the connection was reset before the request acted. */
  readonly status: number;
  readonly clientRequestId: string | null;
  /** The If-Match header as it was sent. */
  readonly ifMatch: string | null;
  /** Whether it changed or tried to change something. */
  readonly mutation: boolean;
  readonly effect: string | null;
  readonly operation: Operation | null;
}

interface ShownOperation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly pool: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly finishedAt: string | null;
  readonly result: OperationResult | null;
}

export interface ShownEntry extends Omit<LedgerEntry, 'operation'> {
  readonly seq: number;
  /** Simulated time. */
  readonly at: string;
  readonly real: string;
  readonly operation?: ShownOperation;
}

/** A file that gets the method and path of every request, of all simulators that share it. */
const requestLog = process.env.SIMULATOR_REQUESTS;

/** Every request in the order in which it was acted upon. Operations fill in their end as it comes. */
export class Ledger {
  readonly #entries: { readonly entry: LedgerEntry; readonly atMs: number; readonly realMs: number }[] = [];

  record(entry: LedgerEntry, atMs: number, realMs: number): void {
    this.#entries.push({ entry, atMs, realMs });
    if (requestLog !== undefined) appendFileSync(requestLog, `${entry.method} ${entry.path}\n`);
  }

  /** Without `all`, only what changed or tried to change something; numbers are those of the whole list. */
  show(all: boolean): readonly ShownEntry[] {
    return this.#entries.flatMap(({ entry, atMs, realMs }, index) => {
      if (!all && !entry.mutation) return [];
      const { operation, ...facts } = entry;
      const times = { at: new Date(atMs).toISOString(), real: new Date(realMs).toISOString() };
      return [
        {
          seq: index + 1,
          ...times,
          ...facts,
          ...(operation === null ? {} : { operation: shown(operation) }),
        },
      ];
    });
  }
}

function shown(operation: Operation): ShownOperation {
  const { id, kind, pool, from, to, finishedMs, result } = operation;
  const finishedAt = finishedMs === null ? null : new Date(finishedMs).toISOString();
  return { id, kind, pool, from, to, finishedAt, result };
}
