import { describe, expect, it } from 'vitest';
import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import { holdingPart, underPolicy } from '#domain/preflight/findings/apply-preflight-policy.ts';
import { allBlock, preflightFindings } from '../../../builders/a-preflight-reading.ts';
import { aRemovalWaiver } from '../../../builders/a-removal-waiver.ts';

const locked = {
  locks: {
    value: [
      { name: 'keep', level: 'ReadOnly', scope: '/subscriptions/00000000-0000-0000-0000-00000000000a' },
    ],
  },
} as const;
const levels = (policy: PreflightPolicy) =>
  underPolicy(preflightFindings(locked), policy).map(({ level }) => level);

describe('the policy of a campaign file', () => {
  it.each([
    ['Block', ['blocker']],
    ['Warn', ['warning']],
    ['Ignore', []],
  ] as const)('%s makes of a blocker %j', (resourceLocks, wanted) => {
    expect(levels({ ...allBlock, resourceLocks })).toEqual(wanted);
  });

  it('holds by what is on Block alone', () => {
    const held = holdingPart({ ...allBlock, quota: 'Warn', certificates: 'Ignore' });
    expect(held).toEqual({ ...allBlock, quota: 'Ignore', certificates: 'Ignore' });
  });

  it('keeps what is said of how API versions are looked for, and which uses are accepted', () => {
    const said = { removedApisMode: 'full', removedApisWaivers: [aRemovalWaiver()] } as const;
    expect(holdingPart({ ...allBlock, ...said })).toEqual({ ...allBlock, ...said });
  });
});
