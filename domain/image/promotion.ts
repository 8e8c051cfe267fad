import { formatDuration } from '../text/duration.ts';
import { parseNodeImage, shortImage } from '../version/node-image.ts';
import type { ImageRecord } from './image-record.ts';

/** The images that the previous stage has run, which the next stage may take. */
export interface TestedImages {
  /** The name of the previous stage. */
  readonly stage: string;
  readonly soakMs: number;
  readonly images: readonly TestedImage[];
}

interface TestedImage {
  readonly image: string;
  /** Campaign time (ms) at which its soak ends; null: it has ended, or will before the next stage starts. */
  readonly soakedAt: number | null;
  /** Its last failure; null: none. */
  readonly trouble: string | null;
}

/** `nodeImageSelection`: whether a stage may take an image that the previous stage has not soaked. */
export type ImageSelection = 'Latest' | 'Consistent';

export type PromotionVerdict =
  | { readonly take: true /** null: it was tested. */; readonly mismatch: string | null }
  | { readonly take: false; readonly because: string };

/** The record's images of the previous stage, and those of the running campaign. */
export function testedImages(
  record: ImageRecord,
  before: { readonly name: string; readonly stageKey: string; readonly soakMs: number },
  own: readonly string[],
): TestedImages {
  const recorded = record
    .filter(({ stageKey, image }) => stageKey === before.stageKey && !own.includes(image))
    .map(
      ({ image, since, isSoaked, trouble }): TestedImage => ({
        image,
        soakedAt: isSoaked ? null : since + before.soakMs,
        trouble,
      }),
    );
  const images = [...recorded, ...own.map((image) => ({ image, soakedAt: null, trouble: null }))];
  return { stage: before.name, soakMs: before.soakMs, images };
}

/**
 * Whether a pool may get `image`, the newest of its family. Consistent: only if the previous stage has soaked it without
 * failure. Latest: always, with a mismatch if untested. `tested` null: there is no previous stage.
 */
export function judgePromotion(
  image: string,
  tested: TestedImages | null,
  selection: ImageSelection,
  now: number,
): PromotionVerdict {
  const objection = tested === null ? null : objectionTo(image, tested, now);
  if (objection === null) return { take: true, mismatch: null };
  return selection === 'Latest' ? { take: true, mismatch: objection } : { take: false, because: objection };
}

function objectionTo(image: string, { stage, soakMs, images }: TestedImages, now: number): string | null {
  const found = images.findLast((each) => each.image === image);
  if (found === undefined) return notRun(image, stage, images);
  if (found.trouble !== null) return `stage ${stage} failed with ${shortImage(image)}: ${found.trouble}`;
  if (found.soakedAt === null || found.soakedAt <= now) return null;
  const at = new Date(found.soakedAt).toISOString().slice(0, 16);
  return `stage ${stage} has not run ${shortImage(image)} for ${formatDuration(soakMs)} yet; its soak ends at ${at}Z`;
}

function notRun(image: string, stage: string, images: readonly TestedImage[]): string {
  const family = parseNodeImage(image)?.family;
  const last = images.findLast((each) => parseNodeImage(each.image)?.family === family);
  return last === undefined
    ? `stage ${stage} has run no image of ${family ?? 'its kind'}`
    : `stage ${stage} has run ${shortImage(last.image)}, not ${shortImage(image)}`;
}
