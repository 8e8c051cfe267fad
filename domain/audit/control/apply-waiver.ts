import type { Control, Finding } from './control.ts';
import type { ControlWaiver } from './control-waiver.ts';

export type { ControlWaiver } from './control-waiver.ts';

/** What stands beside a finding that is waived. */
export type Waived = Pick<ControlWaiver, 'reason' | 'owner' | 'approver' | 'expires'>;

/** These are facts that break something, not preferences. */
const unwaivable = ['SB-LSM-03', 'SB-OS-05'];

/** Why a waiver has no effect at `now` (ms since the epoch); null: it holds. */
export function whyVoid({ control, expires }: ControlWaiver, now: number): string | null {
  if (Date.parse(expires) <= now) return `it expired on ${expires}`;
  return unwaivable.includes(control) ? `${control} cannot be waived` : null;
}

/**
 * The waiver among those that hold which covers a finding; null: there is none. What is critical of SB-ENT-08 cannot be waived; what
 * could not be judged only by a waiver that names its resource.
 */
export function waiverOf(
  waivers: readonly ControlWaiver[],
  { id, severity }: Pick<Control, 'id' | 'severity'>,
  finding: Finding,
): ControlWaiver | null {
  if (id === 'SB-ENT-08' && (finding.severity ?? severity) === 'critical') return null;
  const isUnknown = finding.outcome === 'undecided';
  return (
    waivers.find(
      ({ control, resource }) =>
        control === id &&
        !(isUnknown && resource === null) &&
        namesOf(finding).some((name) => covers(resource, name)),
    ) ?? null
  );
}

/** The object, and within it the container or the subject. */
function namesOf({ resource, container, subject }: Finding): readonly string[] {
  const part = container ?? subject;
  return part === undefined ? [resource] : [resource, `${resource} ${part}`];
}

function covers(pattern: string | null, resource: string): boolean {
  if (pattern === null) return true;
  return pattern.endsWith('*') ? resource.startsWith(pattern.slice(0, -1)) : resource === pattern;
}
