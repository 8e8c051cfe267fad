import type { OfferedMinor } from '../fleet/fleet.ts';
import { compareVersions, isMinorOnly, minorOf, parseVersion } from './kubernetes-version.ts';
import { minorRefusal, patchesOf, type SupportPlan, upgradesFrom } from './offers.ts';

export interface PathQuestion {
  /** The version that runs now: "1.33.5". */
  readonly from: string;
  /** "1.34" (its newest offered patch) or "1.34.1". */
  readonly target: string;
  /** What the cluster's location offers. */
  readonly offers: readonly OfferedMinor[];
  readonly supportPlan: SupportPlan;
  readonly allowMultipleHops: boolean;
}

export type UpgradePath =
  | { readonly ok: true; readonly hops: readonly string[]; readonly target: string }
  | { readonly ok: false; readonly reason: string };

/**
 * The versions to upgrade to, in order, ending with the pinned target; empty where the target is reached.
 * Rules (AKS): one minor at a time, only upgrades that Azure offers, no preview, no downgrade, a minor under
 * long-term support only for clusters on that plan. As few hops as possible, each to the newest patch.
 */
export function planPath(question: PathQuestion): UpgradePath {
  const { from, target } = question;
  const unread = [from, target].find((version) => parseVersion(version) === null);
  if (unread !== undefined) return refuse(`"${unread}" is not a Kubernetes version`);
  if (isAlreadyThere(question)) return { ok: true, hops: [], target: from };
  const asked = pinTarget(target, question.offers);
  if (compareVersions(asked, from) < 0)
    return refuse(`${from} -> ${target} is a downgrade, which AKS does not support`);
  const refusal = targetRefusal(question, asked) ?? skipRefusal(question);
  if (refusal !== null) return refuse(refusal);
  const hops = shortestPath(question, asked);
  if (hops === null) return refuse(noPathReason(question, asked));
  if (hops.length > 1 && !question.allowMultipleHops)
    return refuse(
      `${from} cannot be upgraded to ${asked} in one hop; set allowMultipleHops or upgrade to ${hops[0]} first`,
    );
  return { ok: true, hops, target: asked };
}

/** "1.34" -> its newest offered patch; a minor that is not offered, and a full version, stay as they are. */
export function pinTarget(target: string, offers: readonly OfferedMinor[]): string {
  return isMinorOnly(target) ? (patchesOf(target, offers)[0] ?? target) : target;
}

function isAlreadyThere({ from, target, offers }: PathQuestion): boolean {
  if (!isMinorOnly(target)) return compareVersions(from, target) === 0;
  if (minorOf(from) !== minorOf(target)) return false;
  const newest = patchesOf(target, offers)[0];
  return newest === undefined || compareVersions(from, newest) >= 0;
}

function targetRefusal({ offers, supportPlan }: PathQuestion, asked: string): string | null {
  const minor = minorOf(asked);
  const refusal = minorRefusal(minor, offers, supportPlan);
  if (refusal !== null) return refusal;
  const patches = patchesOf(minor, offers);
  return patches.includes(asked)
    ? null
    : `${asked} is not offered in this location (of ${minor}: ${patches.join(', ') || 'nothing'})`;
}

function skipRefusal({ from, target, allowMultipleHops, offers, supportPlan }: PathQuestion): string | null {
  const skipped = minorsInside(from, target);
  if (skipped.length === 0) return null;
  const [start, end] = [minorOf(from), minorOf(target)];
  if (!allowMultipleHops)
    return `${start} -> ${end} skips ${skipped.join(' and ')}; set allowMultipleHops or upgrade to ${skipped[0]} first`;
  const refusal = skipped
    .map((minor) => minorRefusal(minor, offers, supportPlan))
    .find((each) => each !== null);
  return refusal === undefined
    ? null
    : `${start} -> ${end} goes through ${skipped.join(' and ')}: ${refusal}`;
}

/** The minors strictly between two versions of one major; ["1.33"] for 1.32.9 and 1.34. */
function minorsInside(from: string, to: string): readonly string[] {
  const [start, end] = [parseVersion(from), parseVersion(to)];
  if (start === null || end === null || start.major !== end.major) return [];
  const between = Math.max(0, end.minor - start.minor - 1);
  return Array.from({ length: between }, (_, index) => `${start.major}.${start.minor + 1 + index}`);
}

/** Breadth first, newest first: the first path found is the shortest with the newest patches. */
function shortestPath({ from, offers, supportPlan }: PathQuestion, asked: string): readonly string[] | null {
  const seen = new Set([from]);
  let paths: (readonly string[])[] = [[]];
  while (paths.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const path of paths)
      for (const next of upgradesFrom(path.at(-1) ?? from, offers)) {
        if (next === asked) return [...path, next];
        if (seen.has(next) || compareVersions(next, asked) > 0) continue;
        seen.add(next);
        if (minorRefusal(minorOf(next), offers, supportPlan) === null) longer.push([...path, next]);
      }
    paths = longer;
  }
  return null;
}

function noPathReason({ from, offers }: PathQuestion, asked: string): string {
  const next = upgradesFrom(from, offers);
  return `Azure offers no upgrade path from ${from} to ${asked} (from ${from} it offers ${next.join(', ') || 'nothing'})`;
}

function refuse(reason: string): UpgradePath {
  return { ok: false, reason };
}
