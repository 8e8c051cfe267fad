import type { OfferedMinor } from '../fleet/fleet.ts';
import { compareVersions, minorOf, minorsBetween } from './kubernetes-version.ts';

export type SupportPlan = 'KubernetesOfficial' | 'AKSLongTermSupport';

/** Why a cluster with this support plan cannot take a minor; null: it can. */
export function minorRefusal(
  minor: string,
  offers: readonly OfferedMinor[],
  supportPlan: SupportPlan,
): string | null {
  const offer = offers.find((each) => each.minor === minor);
  if (offer === undefined) return `${minor} is not offered in this location (${namesOf(offers)})`;
  if (offer.isPreview) return `${minor} is a preview in this location; Drydock does not upgrade to previews`;
  if (!offer.supportPlans.includes(supportPlan))
    return `${minor} is offered only under ${offer.supportPlans.join(', ')}; the cluster's support plan is ${supportPlan}`;
  return null;
}

/** The patches of a minor, newest first; none where it is not offered. */
export function patchesOf(minor: string, offers: readonly OfferedMinor[]): readonly string[] {
  const offer = offers.find((each) => each.minor === minor);
  return Object.keys(offer?.patches ?? {}).toSorted((a, b) => compareVersions(b, a));
}

/**
 * The upgrades of a version, newest first, one minor at most. A patch that the location no longer lists
 * (clusters keep running it) follows AKS's documented rule: any newer patch of its minor and of the next.
 */
export function upgradesFrom(version: string, offers: readonly OfferedMinor[]): readonly string[] {
  const listed = offers.find((each) => each.minor === minorOf(version))?.patches[version];
  const candidates = listed ?? offers.flatMap((each) => Object.keys(each.patches));
  return candidates
    .filter((next) => compareVersions(next, version) > 0 && isWithinNextMinor(version, next))
    .toSorted((a, b) => compareVersions(b, a));
}

function isWithinNextMinor(from: string, to: string): boolean {
  const minors = minorsBetween(from, to);
  return minors !== null && minors <= 1;
}

function namesOf(offers: readonly OfferedMinor[]): string {
  const stable = offers.filter((each) => !each.isPreview).map((each) => each.minor);
  return stable.length === 0 ? 'nothing is' : `offered: ${stable.toSorted(compareVersions).join(', ')}`;
}
