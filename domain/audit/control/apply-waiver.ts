import { matchesGlob } from '../../text/glob.ts';
import { type Control, type Finding, severities } from './control.ts';
import type { ControlWaiver } from './control-waiver.ts';
import { namespaceOf } from './resource-namespace.ts';
import { isTooLong, longestWaiverDays } from './waiver-period.ts';

export type { ControlWaiver } from './control-waiver.ts';

/** What stands beside a finding that is waived. */
export type Waived = Pick<ControlWaiver, 'reason' | 'owner' | 'approver' | 'expires' | 'place'>;

/** A waiver without effect. */
export interface VoidWaiver {
  /** What an object says of itself may not be readable: then only what it is for is known. */
  readonly waiver: Pick<ControlWaiver, 'control' | 'resource' | 'owner'> & Partial<ControlWaiver>;
  readonly why: string;
}

/** These are facts that break something, not preferences. */
const unwaivable = ['SB-LSM-03', 'SB-OS-05'];

/** Why a waiver has no effect at `now` (ms since the epoch); null: it holds. */
export function whyVoid({ control, expires }: ControlWaiver, now: number): string | null {
  if (Date.parse(expires) <= now) return `it expired on ${expires}`;
  if (isTooLong(expires, now)) return `it ends more than ${longestWaiverDays} days from now, on ${expires}`;
  return unwaivable.includes(control) ? `${control} cannot be waived` : null;
}

/** "the waiver of shop for SB-POD-07 has no effect: it matches no finding" */
export function describeVoidWaiver({ waiver, why }: VoidWaiver): string {
  const whose = waiver.place === undefined ? `of ${waiver.owner}` : `in ${waiver.place}`;
  return `the waiver ${whose} for ${waiver.control} has no effect: ${why}`;
}

/**
 * The waivers among those that hold which cover a finding. What is critical of SB-ENT-08 cannot be waived; what could not be judged
 * only by a waiver that names its resource.
 */
export function waiversOf(
  waivers: readonly ControlWaiver[],
  { id, severity }: Pick<Control, 'id' | 'severity'>,
  finding: Finding,
): readonly ControlWaiver[] {
  const found = finding.severity ?? severity;
  if (unwaivable.includes(id) || (id === 'SB-ENT-08' && found === 'critical')) return [];
  const isUnknown = finding.outcome === 'undecided';
  return waivers.filter(
    (waiver) =>
      matchesGlob(waiver.control, id) &&
      !(isUnknown && waiver.resource === null) &&
      (waiver.severity === null || severities.indexOf(found) >= severities.indexOf(waiver.severity)) &&
      (waiver.namespace === null || matchesGlob(waiver.namespace, namespaceOf(finding.resource) ?? '')) &&
      coversResource(waiver, finding),
  );
}

/** An object waives itself alone, whatever characters its name has. */
function coversResource({ resource, place }: ControlWaiver, finding: Finding): boolean {
  if (resource === null) return true;
  if (place !== undefined)
    return (
      finding.resource === resource ||
      finding.resource === resource.replace(/^([^/]+)\/(?=[^/]+$)/, '$1/default/')
    );
  return namesOf(finding).some((name) => matchesGlob(resource, name));
}

/** The object, and within it the container or the subject. */
function namesOf({ resource, container, subject }: Finding): readonly string[] {
  const part = container ?? subject;
  return part === undefined ? [resource] : [resource, `${resource} ${part}`];
}
