import { imageAge } from '../../image/image-age.ts';
import { shortImage } from '../../version/node-image.ts';
import type { ArmResource } from '../azure/arm-view.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import { describeUnread } from '../cluster/audited-part.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import { type Finding, fail, info, undecided, warn } from './control.ts';

/** From how many days on an image is old. */
interface Limits {
  readonly warnDays: number;
  readonly failDays: number;
}

/** Judges the image of a pool by the day that stands in its name, and says how far it is behind the newest, where that is known. */
export function judgeImageAge(
  { resource, fields }: ArmResource,
  audited: AuditedCluster,
  { warnDays, failDays }: Limits,
): readonly Finding[] {
  const image = fields('nodeImageVersion');
  const days = typeof image === 'string' ? imageAge(image, null, audited.now).ageDays : null;
  if (typeof image !== 'string' || days === null)
    return [
      undecided(resource, `the build date of its image is unknown: ${textOf(image, 'no nodeImageVersion')}`),
    ];
  const lag = describeLag(image, textOf(fields('name')), audited);
  const reason = (limit: number | null) =>
    `its image ${image} is ${days} days old${limit === null ? '' : ` (limit ${limit} days)`}${lag.text}`;
  if (days > failDays) return [fail(resource, reason(failDays))];
  if (days > warnDays) return [warn(resource, reason(warnDays))];
  return lag.isBehind ? [info(resource, reason(null))] : [];
}

interface Lag {
  /** What is said after its age. */
  readonly text: string;
  readonly isBehind: boolean;
}

function describeLag(image: string, pool: string, { live, unread, now }: AuditedCluster): Lag {
  const unreadPart = unread.find(({ part }) => part === 'newest-images');
  if (unreadPart !== undefined)
    return {
      text: `; how far it is behind the newest is unknown: ${describeUnread(unreadPart)}`,
      isBehind: false,
    };
  const newest = live?.azure?.newestImages?.[pool] ?? null;
  const { state, behindDays } = imageAge(image, newest, now);
  if (newest === null || state === 'unknown') return { text: '', isBehind: false };
  if (state === 'current') return { text: ', the newest that Azure offers for it', isBehind: false };
  const behind = behindDays === null ? 'behind' : `${behindDays} days behind`;
  const stale = state === 'stale' ? ': it is stale' : '';
  return { text: `, ${behind} the newest (${shortImage(newest)})${stale}`, isBehind: true };
}
