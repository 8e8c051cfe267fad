import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import { type Change, type Operation, poolOf } from '#domain/change/change.ts';
import { judgePromotion, type TestedImages } from '#domain/image/promotion.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow, realInstant } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFreezes } from '../waits/read-freezes.ts';

export interface BeginInput extends PacedInput {
  readonly change: Change;
  /** As inspected; never read again on a retry. */
  readonly eTag: string;
  /** Campaign time (ms); nothing is sent after it. null: any time. */
  readonly notAfter: number | null;
  /** A preview version of the API; absent: the general one. */
  readonly apiVersion?: string | undefined;
  /** Whether a freeze stops it. */
  readonly respectsFreeze: boolean;
  /** Of a change that leads to a node image: those the stage before has run. Absent: any image may come. */
  readonly onlyTested?: TestedImages;
}

export type BeginAnswer = (
  | { readonly kind: 'accepted'; readonly operation: Operation }
  | { readonly kind: 'done' }
  /** The eTag no longer matches: inspect again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'too-late' }
  /** The campaign file forbids it; nothing was sent. */
  | { readonly kind: 'blocked'; readonly because: string }
  /** A freeze is active; nothing was sent. `until` in campaign time (ms). */
  | {
      readonly kind: 'frozen';
      readonly until: number | null;
      /** Of the freeze to lift; null: they cannot be read. */
      readonly name: string | null;
      readonly reason: string;
    }
) & {
  /** Above 1: an earlier attempt may have reached Azure. */
  readonly attempt: number;
};

/**
 * Sends one change, at most once accepted: a repeated attempt carries the same eTag, so Azure refuses it if an
 * earlier one got through, and the answer then is "changed". Azure upgrades to the newest image, whichever that is:
 * where only a tested one may come, the newest is read right before.
 */
export function beginChange(gateways: Gateways) {
  return async (input: BeginInput): Promise<BeginAnswer> => {
    const { change, pace } = input;
    const { workflowExecution, activityId, attempt } = activityInfo();
    const because = await whyUntested(gateways, input);
    if (because !== null) {
      log.info(`${change.kind}: blocked`, { pool: poolOf(change), because });
      return { kind: 'blocked', because, attempt };
    }
    const freeze = input.respectsFreeze ? await readFreezes(pace) : ({ frozen: false } as const);
    if (freeze.frozen) {
      const { until, name, reason } = freeze;
      return { kind: 'frozen', until, name, reason, attempt };
    }
    const answer = await gateways.azure.begin(change, {
      eTag: input.eTag,
      apiVersion: input.apiVersion,
      notAfterMs: input.notAfter === null ? null : realInstant(pace, input.notAfter),
      correlationId: `${workflowExecution?.workflowId ?? 'drydock'}/${activityId}/${attempt}`,
      signal: cancellationSignal(),
    });
    log.info(`${change.kind}: ${answer.kind}`, { pool: poolOf(change), attempt });
    return { ...answer, attempt };
  };
}

async function whyUntested(
  { azure }: Gateways,
  { change, onlyTested, pace }: BeginInput,
): Promise<string | null> {
  const pool = poolOf(change);
  if (onlyTested === undefined || pool === null) return null;
  const newest = await azure.latestNodeImage(change.resourceId, pool, cancellationSignal());
  if (newest === null) return `Azure names no newest image for node pool ${pool}`;
  const verdict = judgePromotion(newest, onlyTested, 'Consistent', campaignNow(pace));
  return verdict.take ? null : verdict.because;
}
