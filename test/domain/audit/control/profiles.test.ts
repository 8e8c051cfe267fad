import { describe, expect, it } from 'vitest';
import { controlIds } from '#domain/audit/control/control-ids.ts';
import { isInProfile, profileOf, profiles, usualProfile } from '#domain/audit/control/profiles.ts';
import { aControlWaiver } from '../../../builders/a-control-waiver.ts';
import { auditedLive } from '../../../builders/a-live-cluster.ts';

const inProfile = (profile: (typeof profiles)[number]) => controlIds.filter((id) => isInProfile(id, profile));

describe('the profile of an audit', () => {
  it('has every control of the profiles before it', () => {
    const [essential, recommended, strict] = profiles.map(inProfile);
    expect(recommended).toEqual(expect.arrayContaining(essential!));
    expect(strict).toEqual(controlIds);
    expect(essential!.length).toBeLessThan(recommended!.length);
  });

  it.each(profiles)('decides what is judged: %s', (profile) => {
    const { controls } = auditedLive({ profile });
    expect(controls.map(({ id }) => id).toSorted()).toEqual(inProfile(profile).toSorted());
    expect(controls.every((each) => each.profile === profileOf(each.id))).toBe(true);
  });

  it('is the usual one where none is named, and has no word on waivers of other controls', () => {
    expect(usualProfile).toBe('recommended');
    const waivers = [aControlWaiver({ control: 'SB-OS-02' })];
    expect(auditedLive({ profile: 'essential', waivers }).voidWaivers).toEqual([]);
    expect(auditedLive({ profile: 'recommended', waivers }).voidWaivers).toHaveLength(1);
  });
});
