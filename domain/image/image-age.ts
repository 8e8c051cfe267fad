import { compareNodeImages, parseNodeImage } from '../version/node-image.ts';

const dayMs = 24 * 3_600_000;

/**
 * AKS' support policy: an image that is current lacks no fix that its vendor has had for more than thirty days, and to keep
 * images current is the customer's to do (learn.microsoft.com/azure/aks/support-policies).
 */
const staleAfterDays = 30;

/**
 * current: the newest of its family. behind: there is a newer one. stale: there is, and this one is older than thirty days.
 * unknown: the image or the newest one is unknown.
 */
type ImageState = 'current' | 'behind' | 'stale' | 'unknown';

export interface ImageAge {
  readonly state: ImageState;
  /** Whole days since it was built; null: not in its name. */
  readonly ageDays: number | null;
  /** Whole days that the newest was built later; null likewise. */
  readonly behindDays: number | null;
}

/** How old a pool's image is, and how far behind the newest of its family; `now` in ms since the epoch. */
export function imageAge(image: string, newest: string | null, now: number): ImageAge {
  const built = imageBuiltAt(image);
  const ageDays = built === null ? null : wholeDays(now - built);
  const order = newest === null ? null : compareNodeImages(image, newest);
  if (newest === null || order === null) return { state: 'unknown', ageDays, behindDays: null };
  if (order >= 0) return { state: 'current', ageDays, behindDays: 0 };
  const latest = imageBuiltAt(newest);
  const behindDays = built === null || latest === null ? null : wholeDays(latest - built);
  return { state: ageDays !== null && ageDays > staleAfterDays ? 'stale' : 'behind', ageDays, behindDays };
}

/** "58d old, 26d behind"; "" where nothing is known. */
export function describeImageAge({ ageDays, behindDays }: ImageAge): string {
  const age = ageDays === null ? [] : [`${ageDays}d old`];
  const behind = behindDays === null || behindDays === 0 ? [] : [`${behindDays}d behind`];
  return [...age, ...behind].join(', ');
}

/**
 * The day that an image's name bears (ms since the epoch); null: none. Linux images bear it as 202510.19.0, old ones as
 * 2020.03.11, those of Windows as the last part, 251014.
 */
function imageBuiltAt(image: string): number | null {
  const version = parseNodeImage(image)?.version ?? '';
  const { year, month, day } =
    /^(?<year>\d{4})(?<month>\d{2})\.(?<day>\d{1,2})\.\d+$/.exec(version)?.groups ??
    /^(?<year>\d{4})\.(?<month>\d{2})\.(?<day>\d{2})$/.exec(version)?.groups ??
    /^\d{5}\.\d+\.(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})$/.exec(version)?.groups ??
    {};
  if (year === undefined || month === undefined || day === undefined) return null;
  const full = year.length === 2 ? `20${year}` : year;
  const at = Date.parse(`${full}-${month}-${day.padStart(2, '0')}T00:00:00Z`);
  return Number.isNaN(at) ? null : at;
}

/** Clocks differ: an image built tomorrow is 0 days old. */
function wholeDays(ms: number): number {
  return Math.max(0, Math.floor(ms / dayMs));
}
