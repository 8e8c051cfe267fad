import { parseNodeImage } from '../version/node-image.ts';

/** An image that a stage runs or has run. `stageKey` identifies a stage by what it selects, across campaigns. */
export interface StageImage {
  readonly stageKey: string;
  /** Full name, without a location. */
  readonly image: string;
  /** Since when the whole stage runs it, campaign time (ms). */
  readonly since: number;
  /** It completed its soak in a campaign, or an operator promoted it. */
  readonly isSoaked: boolean;
  /** The stage's last failure with it; null: none. */
  readonly trouble: string | null;
}

export type ImageRecord = readonly StageImage[];

/** The state of a stage's clusters at one moment. */
export interface StageRun {
  readonly stageKey: string;
  readonly images: readonly string[];
  /** Campaign time (ms). */
  readonly at: number;
  readonly isSoaked: boolean;
  /** null: every cluster is healthy. */
  readonly trouble: string | null;
}

const mostKept = 300;
const mostOfFamily = 3;

/**
 * Adds a run of a stage. The same image continues its soak; after trouble the soak restarts. Bounded, because the record
 * travels through history.
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

/** The record is in the order in which stages were run. */
function isAmongLast(image: StageImage, others: ImageRecord, noted: ImageRecord): boolean {
  const alike = (each: StageImage) =>
    each.stageKey === image.stageKey && familyOf(each.image) === familyOf(image.image);
  const later = others.slice(others.indexOf(image) + 1).filter(alike).length + noted.filter(alike).length;
  return later < mostOfFamily;
}

function familyOf(image: string): string {
  return parseNodeImage(image)?.family ?? image;
}
