import type { NodePool } from '../fleet/fleet.ts';

/** `migrate` of a campaign file: which node pools move to a new pool of another operating system, and how. */
export interface MigrationTerms {
  /** Move: to new pools. Return: back to the old ones. Remove: the old pools, whose workloads have moved, are deleted. */
  readonly action: 'Move' | 'Return' | 'Remove';
  /** Pools of one of these osSKUs move. */
  readonly from: readonly string[];
  /** The osSKU of the new pools. */
  readonly to: string;
  /** Ends the names of the new pools. */
  readonly suffix: string;
  /** Of each node. */
  readonly drainTimeoutMs: number;
}

/** Of a step that moves the workloads of a node pool. */
export interface Migration {
  /** The pool that they move to. */
  readonly to: string;
  /** Of Kubernetes, that this pool has. */
  readonly version: string;
  /** Of that pool, which is made where it is not there; absent: it is there. */
  readonly osSKU?: string;
  readonly drainTimeoutMs: number;
}

/** Tag of a new pool, with the name of the one that it was made for: by it a later attempt knows its own. */
export const migratedFromTag = 'drydock-migrated-from';

export function isMigratedFrom({ tags }: Pick<NodePool, 'tags'>, pool: string): boolean {
  return tags[migratedFromTag] === pool;
}
