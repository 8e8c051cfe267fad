import { imageBuiltAt } from '../image/image-age.ts';
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
  const made = typeof image === 'string' ? imageBuiltAt(image) : null;
  if (made === null)
    return [undecided(resource, `the day of its image is not told: ${textOf(image, 'no nodeImageVersion')}`)];
  const days = Math.floor((now - made) / msPerDay);
  const reason = `its image ${textOf(image)} is ${days} days old`;
  if (days > failDays) return [fail(resource, reason)];
  return days > warnDays ? [warn(resource, reason)] : [];
}
