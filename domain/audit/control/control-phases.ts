import type { Control } from './control.ts';

/**
 * When a campaign uses a control. preflight: before any change. after: a failure that is new after the upgrade blocks the
 * cluster. hazard: before the upgrade, what the upgrade itself would break.
 */
type ControlPhase = 'preflight' | 'after' | 'hazard';

/** Controls that do not count against an upgrade, each with the reason. */
const notAfter: Readonly<Record<string, string>> = {
  'SB-POD-08': 'it predicts what the upgrade will deny',
  'SB-LSM-03': 'it predicts that recreated nodes lack the profile',
  'SB-UPG-05': 'the upgrade removes the APIs',
  'SB-OS-05': 'it predicts whether nodes can be created',
  'SB-WIN-03': 'it predicts how the drain will go',
  'SB-NODE-06': 'it predicts whether nodes can be cordoned',
  'SB-OS-04': 'a reboot campaign holds the lock itself',
  'SB-UPG-01': 'support ends on a date, not by the upgrade',
  'SB-UPG-02': 'pools lag behind until the campaign upgrades them',
  'SB-UPG-03': 'the campaign suspends the channel and reports what it did not restore',
  'SB-OS-02': 'images age with time, not by the upgrade',
  'SB-OS-03': 'patches can require a reboot at any time',
  'SB-WIN-01': 'images age with time, not by the upgrade',
  'SB-WL-07': 'only files are judged',
  'SB-WIN-02': 'support ends on a date, not by the upgrade',
};

export function phasesOf({ id, isHazard }: Pick<Control, 'id' | 'isHazard'>): readonly ControlPhase[] {
  return [
    'preflight',
    ...(whyNotAfter(id) === null ? (['after'] as const) : []),
    ...(isHazard === true ? (['hazard'] as const) : []),
  ];
}

/** Why the result of a control after an upgrade does not count against it; null: it counts. */
export function whyNotAfter(id: string): string | null {
  return notAfter[id] ?? null;
}
