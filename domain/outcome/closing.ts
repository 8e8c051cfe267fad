import type { Phase } from '../status/status.ts';

/** The result of a workflow: of a campaign, a cluster or a scheduled run. */
export interface EndResult {
  readonly phase: Phase;
  readonly reason: string | null;
  /** Of a cluster: nothing was ever sent to it. */
  readonly untouched?: boolean;
  /** Scheduled run: it went as far as the run allowed. */
  readonly deferred?: boolean;
}

/** How a workflow with this result fails in Temporal; null: it closes as Completed, with the result as its value. */
export function closingFailure({ phase, reason, untouched = true, deferred = false }: EndResult): {
  readonly type: Phase;
  readonly message: string;
} | null {
  if (deferred || phase === 'Completed' || (phase === 'Skipped' && untouched)) return null;
  return { type: phase, message: reason === null ? phase : `${phase}: ${reason}` };
}

/**
 * The result in the failure of a closed workflow: the first of its details, of the phase that is the failure's type.
 * null: it closed without one, as terminated and timed out workflows do.
 */
export function resultInFailure<R extends EndResult>(cause: unknown): R | null {
  const { type, details } = (cause ?? {}) as { readonly type?: unknown; readonly details?: unknown };
  const [result] = (Array.isArray(details) ? details : []) as readonly (R | null | undefined)[];
  return typeof type === 'string' && result?.phase === type ? result : null;
}
