import type { Audit } from '../audit.ts';
import type { ArmView } from '../azure/arm-view.ts';
import { describeVoidWaiver } from '../control/apply-waiver.ts';
import { severities } from '../control/control.ts';
import { type Deviation, describeDeviation, deviationsOf, undecidedOf } from './deviations.ts';
import type { PosturePolicy } from './posture-policy.ts';
import { droppedSettings } from './posture-settings.ts';
import {
  allOfIt,
  countBy,
  type PostureFigures,
  type PostureSnapshot,
  undecidedKey,
  violationKeys,
  weighs,
} from './posture-snapshot.ts';

/** How a cluster's posture differs from the one before its first change. */
export interface PostureDifference {
  /** Deviations of the threshold or more that were not there, or weighed less; the worst first. */
  readonly worse: readonly Deviation[];
  /** Known before, unknown now. */
  readonly lost: readonly Deviation[];
  /** How many deviations of the threshold or more are no longer there. */
  readonly better: number;
}

/**
 * Compares an audit with the snapshot from before, by control, resource, container and violations. What deviates before and after is
 * no change, whatever its text; nor is what a waiver covers afterwards. A dropped setting is reported with its old and new
 * value, and not again by the control that fails because of it.
 */
export function comparePosture(
  before: PostureSnapshot,
  after: Audit,
  arm: ArmView | null,
  { threshold }: Pick<PosturePolicy, 'threshold'>,
): PostureDifference {
  const judged = new Set(before.controls);
  const known = unpack(before.known);
  const undecidedBefore = unpack(before.undecided);
  const undecided = undecidedOf(after);
  const isPartial = (control: string) =>
    undecidedBefore.has(undecidedKey(ofAll(control))) ||
    undecided.some((each) => each.control === control && each.resource === allOfIt);
  const open = deviationsOf(after, 'open');
  const heavy = open.filter(
    ({ control, severity }) => judged.has(control) && !isPartial(control) && weighs(severity, threshold),
  );
  const wasThere = (each: Deviation) => {
    const heavier = severities.slice(0, severities.indexOf(each.severity) + 1);
    const keys = heavier.map((as) => violationKeys(each, as));
    return keys[0]!.every((_, at) => keys.some((ofSeverity) => known.has(ofSeverity[at]!)));
  };
  const counts = countBy(heavy);
  const grew = (control: string) => (counts[control] ?? 0) > (before.deviating[control] ?? 0);
  const worse = heavy.filter((each) => !wasThere(each) && (!before.isOverfull || grew(each.control)));
  const all = deviationsOf(after, 'all');
  const standing = new Set(open.map(placeOf));
  const waived = new Set(all.map(placeOf).filter((place) => !standing.has(place)));
  const dropped = droppedSettings(before.settings, arm)
    .filter(({ severity }) => weighs(severity, threshold))
    .map((each) => ({ ...each, container: null }))
    .filter((each) => !waived.has(placeOf(each)));
  const toldBefore = new Set(dropped.map(placeOf));
  const lost = undecided.filter(
    (each) =>
      judged.has(each.control) &&
      !undecidedBefore.has(undecidedKey(each)) &&
      (!before.isOverfull || each.resource === allOfIt),
  );
  const still = all.filter(wasThere).length;
  const had = Object.values(before.deviating).reduce((sum, count) => sum + count, 0);
  const others = worse.filter((each) => !toldBefore.has(placeOf(each)));
  return { worse: [...dropped, ...others], lost, better: Math.max(0, had - still) };
}

/** A partly read cluster names objects differently: such a control became unknown, or always was, but not worse. */
function ofAll(control: string): Deviation {
  return { control, resource: allOfIt, container: null, severity: 'info', reason: '' };
}

/** What two comparisons one after the other both found: what is just coming up again is not less safe. */
export function persisting(first: PostureDifference, second: PostureDifference): PostureDifference {
  const keep = (now: readonly Deviation[], before: readonly Deviation[]) => {
    const keys = new Set(before.map(placeOf));
    return now.filter((each) => keys.has(placeOf(each)));
  };
  return {
    worse: keep(second.worse, first.worse),
    lost: keep(second.lost, first.lost),
    better: second.better,
  };
}

function placeOf({ control, resource, container }: Deviation): string {
  return JSON.stringify([control, resource, container]);
}

/** What is kept of a comparison: figures and a few names. */
export interface PostureReport {
  readonly before: PostureFigures;
  /** null: the upgrade is not over. */
  readonly after: PostureFigures | null;
  readonly worse: PostureList;
  readonly lost: PostureList;
  readonly better: number;
  /** Waivers that cover nothing, or no longer do, in words. */
  readonly voidWaivers: readonly string[];
}

/** How many, and the first in words. */
interface PostureList {
  readonly count: number;
  readonly first: readonly string[];
}

const mostShown = 5;
const nothing: PostureList = { count: 0, first: [] };

/** Before the upgrade is over. */
export function openReport(before: PostureFigures, voidWaivers: readonly string[]): PostureReport {
  return { before, after: null, worse: nothing, lost: nothing, better: 0, voidWaivers };
}

export function closeReport(
  before: PostureFigures,
  after: PostureFigures,
  difference: PostureDifference,
  voidWaivers: readonly string[],
): PostureReport {
  const list = (found: readonly Deviation[]): PostureList => ({
    count: found.length,
    first: found.slice(0, mostShown).map(describeDeviation),
  });
  const { worse, lost, better } = difference;
  return { before, after, worse: list(worse), lost: list(lost), better, voidWaivers };
}

/** In words, at most a few. */
export function describeVoidWaivers({ voidWaivers }: Pick<Audit, 'voidWaivers'>): readonly string[] {
  return voidWaivers.slice(0, mostShown).map(describeVoidWaiver);
}

function unpack(packed: string): ReadonlySet<string> {
  return new Set(packed.match(/.{8}/g) ?? []);
}
