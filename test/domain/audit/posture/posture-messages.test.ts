import { describe, expect, it } from 'vitest';
import { describePosture, describePostureChanges } from '#domain/audit/posture/posture-messages.ts';
import { aPostureReport } from '../../../builders/a-posture-report.ts';

const report = aPostureReport();
const worse = { count: 7, first: ['SB-NET-03 (high) Deployment/shop/web: it uses the network of its node'] };

describe('the words for posture', () => {
  it.each<[string, Parameters<typeof aPostureReport>[0], string]>([
    [
      'tell how it was while the upgrade runs',
      { after: null },
      'audited before the upgrade, not since: 1 critical, 4 high controls fail',
    ],
    ['tell that nothing got worse', {}, 'no security regression: 1 critical, 4 high controls fail'],
    [
      'tell what got better',
      { better: 1, after: { ...report.before, counts: { high: 4 } } },
      'no security regression (1 better): 1 critical, 4 high controls fail; now 4 high controls fail',
    ],
    [
      'say what got worse and what can no longer be judged',
      { worse, lost: { count: 1, first: ['x'] }, after: { ...report.before, counts: {}, unknown: 1 } },
      'security regression (7 worse, 1 no longer known): 1 critical, 4 high controls fail; now no control fails; 1 unknown',
    ],
  ])('%s', (_what, over, words) => {
    expect(describePosture(aPostureReport(over))).toBe(words);
  });

  it('name a few of many', () => {
    expect(describePostureChanges(aPostureReport({ worse }))).toEqual([
      `worse: ${worse.first[0]}`,
      'and 6 more',
    ]);
  });
});
