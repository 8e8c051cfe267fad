import type { Campaign, Stage } from '../campaign/campaign.ts';
import { commonImages } from '../image/image-kind.ts';
import type { ImageRecord } from '../image/image-record.ts';
import { testedImages } from '../image/promotion.ts';
import { canonicalJson, digestText } from '../text/digest.ts';
import { plannedImages } from './contents/planned-images.ts';
import type { PlannedCluster } from './plan-cluster.ts';
import type { Promotion } from './steps/plan-images.ts';

const keyLength = 16;

/**
 * The same for stages that select the same clusters, whatever their names and campaigns: what one has run, the next of its
 * kind need not run again. One that selects otherwise has run nothing yet.
 */
export function stageKey({ clusters, exclude }: Stage): string {
  return digestText(canonicalJson({ clusters, exclude })).slice('sha256:'.length).slice(0, keyLength);
}

/**
 * What images the stage of this index may get, as far as it is known when it is planned: a campaign that soaks will
 * have run those of the stage before, one that soaks across runs has to have run them in an earlier one. null: any.
 */
export function promotionInto(
  { stages, upgrade, soaksAcrossRuns }: Campaign,
  index: number,
  known: {
    readonly before: readonly PlannedCluster[];
    readonly images: ImageRecord;
    readonly now: number;
  },
): Promotion | null {
  const before = stages[index - 1];
  if (before === undefined || upgrade.type !== 'NodeImageOnly') return null;
  const { name, soakMs } = before;
  const taking = known.before.filter(({ plan }) => plan.blocked.length === 0);
  const own = soaksAcrossRuns ? [] : commonImages(taking.map(({ plan }) => plannedImages(plan)));
  const tested = testedImages(known.images, { name, soakMs, stageKey: stageKey(before) }, own);
  return { tested, selection: upgrade.nodeImageSelection, now: known.now };
}
