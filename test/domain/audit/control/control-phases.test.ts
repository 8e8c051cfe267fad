import { describe, expect, it } from 'vitest';
import { phasesOf, whyNotAfter } from '#domain/audit/control/control-phases.ts';
import { controls } from '#domain/audit/controls/controls.ts';

const idsWith = (phase: string) =>
  controls.filter((each) => phasesOf(each).some((own) => own === phase)).map(({ id }) => id);

describe('the phases of controls', () => {
  it('begin for all of them before anything is touched', () => {
    expect(idsWith('preflight')).toEqual(controls.map(({ id }) => id));
  });

  it('are those of a hazard where the upgrade itself would break something', () => {
    expect(idsWith('hazard')).toEqual([
      'SB-POD-08',
      'SB-LSM-03',
      'SB-UPG-05',
      'SB-OS-05',
      'SB-WIN-03',
      'SB-NODE-06',
    ]);
  });

  it('end before the upgrade where calendar, campaign or the upgrade itself change what they say', () => {
    const after = idsWith('after');
    expect(controls.map(({ id }) => id).filter((id) => !after.includes(id))).toEqual([
      'SB-POD-08',
      'SB-LSM-03',
      'SB-UPG-01',
      'SB-UPG-02',
      'SB-UPG-03',
      'SB-UPG-05',
      'SB-OS-02',
      'SB-OS-03',
      'SB-OS-04',
      'SB-OS-05',
      'SB-WIN-01',
      'SB-WIN-02',
      'SB-WIN-03',
      'SB-NODE-06',
      'SB-WL-07',
    ]);
  });

  it('say why nothing is held against an upgrade', () => {
    expect(whyNotAfter('SB-OS-02')).toBe('images age with time, not by the upgrade');
    expect(whyNotAfter('SB-NET-02')).toBeNull();
  });
});
