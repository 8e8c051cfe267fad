import { parseNodeImage } from '../version/node-image.ts';

/** An image that a stage runs, or has run. A stage is known by what it selects (`stageKey`), whatever campaign it is of. */
export interface StageImage {
  readonly stageKey: string;
  /** Full name; the location is no part of it. */
  readonly image: string;
  /** Since when the whole stage runs it, campaign time (ms). */
  readonly since: number;
  /** It soaked in full in a campaign, or a person said that it was enough. */
  readonly isSoaked: boolean;
  /** What went wrong in the stage with it last; null: nothing. */
  readonly trouble: string | null;
}

export type ImageRecord = readonly StageImage[];

/** What the clusters of a stage came to, at one moment. */
export interface StageRun {
  readonly stageKey: string;
  readonly images: readonly string[];
  /** Campaign time (ms). */
  readonly at: number;
  readonly isSoaked: boolean;
  /** null: every cluster of it is well. */
  readonly trouble: string | null;
}

const mostKept = 300;
const mostOfFamily = 3;

/**
 * What is known after a stage was run once more. The same image goes on soaking from when it began; after trouble it begins
 * anew. Of a family the last few images are kept, of all stages a few hundred.
 */
export function noteStageRun(record: ImageRecord, run: StageRun): ImageRecord {
  const { stageKey, at, isSoaked, trouble } = run;
  const noted = run.images.map((image): StageImage => {
    const before = record.find((each) => each.stageKey === stageKey && each.image === image);
    const goesOn = before !== undefined && before.trouble === null && before.since <= at;
    return {
      stageKey,
      image,
      since: goesOn ? before.since : at,
      isSoaked: trouble === null && (isSoaked || (goesOn && before.isSoaked)),
      trouble,
    };
  });
  const others = record.filter((each) => each.stageKey !== stageKey || !run.images.includes(each.image));
  return [...others.filter((each) => isAmongLast(each, others, noted)), ...noted].slice(-mostKept);
}

/** By the order of the record, which is that in which stages were run. */
function isAmongLast(image: StageImage, others: ImageRecord, noted: ImageRecord): boolean {
  const alike = (each: StageImage) =>
    each.stageKey === image.stageKey && familyOf(each.image) === familyOf(image.image);
  const later = others.slice(others.indexOf(image) + 1).filter(alike).length + noted.filter(alike).length;
  return later < mostOfFamily;
}

function familyOf(image: string): string {
  return parseNodeImage(image)?.family ?? image;
}
