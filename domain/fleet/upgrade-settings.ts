/** Azure's own names; a field that is absent is left as the pool has it. */
export interface UpgradeSettings {
  readonly maxSurge?: string;
  readonly maxUnavailable?: string;
  readonly drainTimeoutInMinutes?: number;
  readonly nodeSoakDurationInMinutes?: number;
  readonly undrainableNodeBehavior?: 'Schedule' | 'Cordon';
}
