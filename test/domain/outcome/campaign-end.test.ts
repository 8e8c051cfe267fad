import { describe, expect, it } from 'vitest';
import { type CampaignAtEnd, judgeCampaignEnd } from '#domain/outcome/campaign-end.ts';
import type { Phase } from '#domain/status/status.ts';

const clusters = (...phases: Phase[]) =>
  phases.map((phase, index) => ({
    phase,
    startedAt: '2026-11-20T08:00:00Z',
    plan: { name: `aks-${index}` },
  }));
const ended: CampaignAtEnd = {
  refusal: null,
  aborted: null,
  gateDecision: null,
  timedOut: false,
  deferred: null,
  clusters: clusters('Completed'),
};
const rejected = {
  at: '2026-11-20T08:00:00Z',
  by: 'bob',
  verb: 'reject',
  target: 'gate/test',
  reason: 'not today',
  identity: 'claimed',
} as const;
const tooLong = 'the campaign took longer than timeouts.campaign; clusters that had not begun were skipped';

describe('the end of a campaign', () => {
  it.each<[string, Partial<CampaignAtEnd>, Phase, string | null]>([
    ['where all is done', {}, 'Completed', null],
    ['that was refused', { refusal: 'stale', aborted: 'x' }, 'Failed', 'stale'],
    [
      'that was aborted',
      { aborted: 'aborted by anna: x', gateDecision: rejected },
      'Aborted',
      'aborted by anna: x',
    ],
    ['that was rejected', { gateDecision: rejected }, 'Aborted', 'gate/test was rejected by bob: not today'],
    ['that took too long', { timedOut: true }, 'CompletedWithFailures', tooLong],
    ['that took too long for any', { timedOut: true, clusters: clusters('Failed') }, 'Failed', tooLong],
    ['that was deferred', { deferred: 'paused', clusters: clusters('Completed') }, 'Completed', 'paused'],
    [
      'with a failed cluster',
      { clusters: clusters('Completed', 'Failed') },
      'CompletedWithFailures',
      'failed: aks-1',
    ],
  ])('%s', (_what, over, phase, reason) => {
    expect(judgeCampaignEnd({ ...ended, ...over })).toEqual({ phase, reason });
  });
});
