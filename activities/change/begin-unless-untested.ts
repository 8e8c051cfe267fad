import { activityInfo, cancellationSignal, log } from '@temporalio/activity';
import { judgePromotion, type TestedImages } from '#domain/image/promotion.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import { type BeginAnswer, type BeginInput, beginChange } from './begin-change.ts';

export interface TestedOnly {
  /** What the stage before has run, where nothing else may come; absent: anything may. */
  readonly onlyTested?: TestedImages;
}

type PoolInput = BeginInput &
  TestedOnly & { readonly change: { readonly resourceId: string; readonly pool: string } };

/** Begins what leads to an image, unless the newest one, right before, is none that may come; then nothing is sent. */
export async function beginUnlessUntested(gateways: Gateways, input: PoolInput): Promise<BeginAnswer> {
  const because = await objection(gateways, input);
  if (because === null) return beginChange(gateways, input);
  log.info(`${input.change.kind}: held`, { pool: input.change.pool, because });
  return { kind: 'held', because, attempt: activityInfo().attempt };
}

async function objection(
  { azure }: Gateways,
  { change, onlyTested, pace }: PoolInput,
): Promise<string | null> {
  if (onlyTested === undefined) return null;
  const newest = await azure.latestNodeImage(change.resourceId, change.pool, cancellationSignal());
  if (newest === null) return `Azure names no newest image for node pool ${change.pool}`;
  const verdict = judgePromotion(newest, onlyTested, 'Consistent', campaignNow(pace));
  return verdict.take ? null : verdict.because;
}
