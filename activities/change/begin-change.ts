import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import { type Change, type Operation, poolOf } from '#domain/change/change.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { realInstant } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFreezes } from '../waits/read-freezes.ts';

export interface BeginInput<C extends Change = Change> extends PacedInput {
  readonly change: C;
  /** As inspected; never read again on a retry. */
  readonly eTag: string;
  /** Campaign time (ms); nothing is sent after it. null: any time. */
  readonly notAfter: number | null;
  /** Whether a freeze holds it back; false for what puts something back. */
  readonly frozenToo: boolean;
}

export type BeginAnswer = (
  | { readonly kind: 'accepted'; readonly operation: Operation }
  | { readonly kind: 'done' }
  /** The eTag no longer matches: inspect again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'too-late' }
  /** By the file it is not to be sent; nothing was. */
  | { readonly kind: 'held'; readonly because: string }
  /** A freeze stands in the way; nothing was sent. `until` in campaign time (ms). */
  | {
      readonly kind: 'frozen';
      readonly until: number | null;
      /** Of the freeze to lift; null: they cannot be read. Absent: an older worker found it. */
      readonly name?: string | null;
      readonly reason: string;
    }
) & {
  /** Above 1: an earlier attempt may have reached Azure. */
  readonly attempt: number;
};

/**
 * Sends one change, at most once accepted: a repeated attempt carries the same eTag, so Azure refuses it if an
 * earlier one got through, and the answer then is "changed".
 */
export async function beginChange(gateways: Gateways, input: BeginInput): Promise<BeginAnswer> {
  const { workflowExecution, activityId, attempt } = activityInfo();
  const freeze = input.frozenToo ? await readFreezes(input.pace) : ({ frozen: false } as const);
  if (freeze.frozen) {
    const { until, name, reason } = freeze;
    return { kind: 'frozen', until, name, reason, attempt };
  }
  const answer = await gateways.azure.begin(input.change, {
    eTag: input.eTag,
    notAfterMs: input.notAfter === null ? null : realInstant(input.pace, input.notAfter),
    correlationId: `${workflowExecution?.workflowId ?? 'drydock'}/${activityId}/${attempt}`,
    signal: cancellationSignal(),
  });
  const { kind } = input.change;
  log.info(`${kind}: ${answer.kind}`, { pool: poolOf(input.change), attempt });
  return { ...answer, attempt };
}
