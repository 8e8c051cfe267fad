import { describe, expect, it } from 'vitest';
import { stepInfo } from '#cli/view/status/status-info.ts';
import { pauseReason } from '#domain/campaign/pauses.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import { describeSkip } from '#workflows/cluster/obey-rollback.ts';
import { step } from '../../cli/view/status/a-status.ts';

const doubled = /[.!?;,]\s*[.;,]/;

describe.each(['.', '!', '?', ';', ''])('a reason that ends in "%s"', (mark) => {
  const reason = `2 of 3 nodes run 1.34.1${mark}`;

  it.each([' ', ', ', '; '] as const)('joined by "%s" meets no second mark', (separator) => {
    const text = joinTexts([reason, null, '', 'rollback is possible.'], separator);
    expect(text).not.toMatch(doubled);
    expect(text).toMatch(/^2 of 3 nodes run 1\.34\.1.*rollback is possible\.$/);
    if (separator === ' ') expect(text).toMatch(/1\.34\.1[.!?] rollback/);
  });

  it('meets none in the row of a step, a skip and a pause either', () => {
    const until = '2026-11-28T01:48:00Z';
    const rollbackOffer = { version: '1.33.5', nodeImageVersion: 'i', until, because: null };
    const failed = step({
      name: 'np1',
      phase: 'Aborted',
      detail: reason,
      nodes: { done: 2, total: 3 },
      rollbackOffer,
    });
    const since = '2026-11-21T01:48:00Z';
    const texts = [
      stepInfo(failed, Date.parse(since), 'Aborted'),
      describeSkip({ verb: 'skip', by: 'bob', reason }, reason),
      pauseReason({
        paused: { by: 'operator', at: 'cluster', since, reason },
        ruleBeneath: { by: 'rule', at: 'node-pool', since, reason },
      }),
    ];
    for (const text of texts) expect(text).not.toMatch(doubled);
  });
});
