import type { ArmedFault } from '../faults/fault-board.ts';
import type { ScheduledEvent } from '../fleet/scheduled-events.ts';
import type { ClockAnchor } from './clock.ts';
import type { LedgerEntry } from './ledger.ts';

/** A request that was carried out, as it has to be made again. No credential is kept. */
export interface CarriedOut {
  readonly kind: 'request';
  /** Simulated instant at which it acted. */
  readonly atMs: number;
  readonly realMs: number;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly status: number;
}

/** Any other request: it changed nothing, but the ledger knows of it. */
interface NotedRequest {
  readonly kind: 'ledger';
  readonly atMs: number;
  readonly realMs: number;
  readonly entry: Omit<LedgerEntry, 'operation'>;
}

/** Someone else's operation, brought about by a fault. */
interface ForeignOperation {
  readonly kind: 'foreign';
  readonly atMs: number;
  readonly cluster: string;
  readonly minutes: number;
}

/**
 * Everything that came into the simulated world from outside, in order. What follows from it in simulated time is
 * not written down: the same fleet, seed and inputs come to the same.
 */
export type JournalLine =
  | CarriedOut
  | NotedRequest
  | ForeignOperation
  | { readonly kind: 'scheduled-event'; readonly atMs: number; readonly scheduledEvent: ScheduledEvent }
  | { readonly kind: 'faults'; readonly atMs: number; readonly armed: readonly ArmedFault[] }
  | { readonly kind: 'clock'; readonly anchor: ClockAnchor };

/** Where the lines go. */
export interface Journal {
  append(line: JournalLine): void;
}

export const noJournal: Journal = { append: () => undefined };
