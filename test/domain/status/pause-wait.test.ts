import { describe, expect, it } from 'vitest';
import { type BlockedCampaign, waitOfPause } from '#domain/status/pause-wait.ts';

const held = (over: Partial<BlockedCampaign>): BlockedCampaign => ({
  campaign: 'k8s-1-34',
  pausedBy: 'rule',
  since: '2026-11-20T08:00:00Z',
  beneath: null,
  isUndecided: false,
  holdsBack: true,
  continuesBesides: true,
  ...over,
});
const resume = 'drydock resume k8s-1-34 --reason TEXT';

describe('a pause names the one act that helps', () => {
  it.each<[string, Partial<BlockedCampaign>, string | null]>([
    ['of a person', { pausedBy: 'operator' }, resume],
    [
      'of a person, about which a cluster asks too',
      { pausedBy: 'operator', isUndecided: true, holdsBack: false, continuesBesides: false },
      `${resume} (what failed still waits for its answer)`,
    ],
    [
      'of a person, with nothing left',
      { pausedBy: 'operator', holdsBack: false },
      `${resume} (nothing is left to begin: the campaign then ends)`,
    ],
    [
      'of a person, above one of the failure policy',
      { pausedBy: 'operator', beneath: 'stage test: 1 of 2 clusters failed; limit 0 (maxFailures)' },
      `${resume} (it is then still paused for the second reason)`,
    ],
    ['of the failure policy, once all is decided', {}, resume],
    [
      'of the failure policy, with others blocked by what failed',
      { isUndecided: true },
      `${resume} (accepts the failures and continues with the other clusters; what failed still waits for its answer)`,
    ],
    [
      'of the failure policy, with a later stage alone blocked by what failed',
      { isUndecided: true, continuesBesides: false },
      `${resume} (accepts the failures; what failed still waits for its answer)`,
    ],
    [
      'of the failure policy, with nothing but what failed',
      { isUndecided: true, holdsBack: false },
      'answer what failed first; nothing else is left to begin',
    ],
    ['of the failure policy, with nothing left', { holdsBack: false }, null],
  ])('%s', (_what, over, act) => {
    expect(waitOfPause(held(over))?.act ?? null).toBe(act);
  });

  it('and offers a resume exactly where one changes anything', () => {
    for (const isUndecided of [true, false])
      for (const holdsBack of [true, false]) {
        const verbs = waitOfPause(held({ isUndecided, holdsBack }))?.actions?.map(({ verb }) => verb);
        const shown = holdsBack ? ['resume', 'abort'] : ['abort'];
        expect(verbs).toEqual(isUndecided || holdsBack ? shown : undefined);
      }
  });
});
