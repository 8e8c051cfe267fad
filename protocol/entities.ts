import type { OperatorRequest } from './operator-updates.ts';

/** The fleet-wide stop switch: an entity workflow of its own, one per task queue. */
export const freezeUpdates = { create: 'create', lift: 'lift' } as const;

export const freezeQuery = 'list';

export function freezesWorkflowId(taskQueue: string): string {
  return `freezes/${taskQueue}`;
}

export interface CreateFreezeRequest extends OperatorRequest {
  readonly name: string;
  /** From now on; RFC 3339 like `until`, both by the reader's clock: the simulator's, where there is one. */
  readonly from: string;
  /** null: until it is lifted. */
  readonly until: string | null;
}

export interface LiftFreezeRequest extends OperatorRequest {
  readonly name: string;
  /** Now, RFC 3339. */
  readonly at: string;
}

/** What outlives campaigns: an entity workflow of its own, one per task queue. */
export const recordSignals = { stage: 'stage', cluster: 'cluster', audit: 'audit' } as const;

export const recordQuery = 'record';

export function fleetRecordWorkflowId(taskQueue: string): string {
  return `fleet-record/${taskQueue}`;
}

/** What scheduled audits found: entity workflows of their own, each for a part of the clusters. */
export const auditRecordSignal = 'note';

export const auditRecordQuery = 'record';

export function auditRecordWorkflowId(taskQueue: string, part: number): string {
  return `audit-record/${taskQueue}/${part}`;
}
