import { parseNodeImage } from '../version/node-image.ts';
import type { ArmResource } from './arm-view.ts';
import { type Finding, fail, undecided, warn } from './control.ts';
import { textOf } from './kubernetes/text-of.ts';

const msPerDay = 86_400_000;

/** From how many days on an image is old. */
interface Limits {
  readonly warnDays: number;
  readonly failDays: number;
}

/** Judges the image of a pool by the day that stands in its name. */
export function judgeImageAge(
  { resource, fields }: ArmResource,
  now: number,
  { warnDays, failDays }: Limits,
): readonly Finding[] {
  const image = fields('nodeImageVersion');
  const made = typeof image === 'string' ? imageDay(image) : null;
  if (made === null)
    return [undecided(resource, `the day of its image is not told: ${textOf(image, 'no nodeImageVersion')}`)];
  const days = Math.floor((now - made) / msPerDay);
  const reason = `its image ${textOf(image)} is ${days} days old`;
  if (days > failDays) return [fail(resource, reason)];
  return days > warnDays ? [warn(resource, reason)] : [];
}

/** Linux: "202509.23.0", Windows: "20348.4171.250910"; milliseconds since the epoch. */
function imageDay(name: string): number | null {
  const version = parseNodeImage(name)?.version ?? '';
  const linux = /^(20\d\d)(\d\d)\.(\d{1,2})\.\d+$/.exec(version);
  const windows = /^\d+\.\d+\.(\d\d)(\d\d)(\d\d)$/.exec(version);
  const parts = (linux ?? windows)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0] = parts;
  return Date.UTC(year < 100 ? 2000 + year : year, month - 1, day);
}
