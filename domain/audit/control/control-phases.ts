import type { Control } from './control.ts';

/**
 * When a control has its say in a campaign. preflight: before anything is touched. after: what fails then and did not before
 * holds the cluster. hazard: it tells before what the upgrade itself would break.
 */
type ControlPhase = 'preflight' | 'after' | 'hazard';

/** Controls that are not held against an upgrade, for another reason than the upgrade made them fail. */
const notAfter: Readonly<Record<string, string>> = {
  'SB-POD-08': 'it foresees what the upgrade will deny',
  'SB-LSM-03': 'it foresees that nodes made anew have no profile',
  'SB-UPG-05': 'the APIs are gone with the upgrade',
  'SB-OS-05': 'it foresees whether nodes can be made',
  'SB-WIN-03': 'it foresees the drain',
  'SB-NODE-06': 'it foresees whether nodes can be cordoned',
  'SB-OS-04': 'a campaign of reboots holds the lock itself',
  'SB-UPG-01': 'support ends by the calendar',
  'SB-UPG-02': 'pools are behind while the campaign takes them along',
  'SB-UPG-03': 'the campaign suspends the channel, and tells what it did not put back',
  'SB-OS-02': 'images age by the calendar',
  'SB-OS-03': 'patches ask for reboots whenever they come',
  'SB-WIN-01': 'images age by the calendar',
  'SB-WIN-02': 'support ends by the calendar',
};

export function phasesOf({ id, isHazard }: Pick<Control, 'id' | 'isHazard'>): readonly ControlPhase[] {
  return [
    'preflight',
    ...(whyNotAfter(id) === null ? (['after'] as const) : []),
    ...(isHazard === true ? (['hazard'] as const) : []),
  ];
}

/** Why what a control says after an upgrade is not held against it; null: it is. */
export function whyNotAfter(id: string): string | null {
  return notAfter[id] ?? null;
}
