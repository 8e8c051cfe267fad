import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EndedCluster, judgeCampaign } from '#domain/campaign/result.ts';
import type { Phase } from '#domain/campaign/status.ts';

const line = (phase: Phase): EndedCluster => ({ phase, startedAt: '2026-11-20T08:00:00Z' });
const leftOut: EndedCluster = { phase: 'Skipped', startedAt: null };

describe('a campaign', () => {
  it.each<[string, readonly EndedCluster[], ReturnType<typeof judgeCampaign>]>([
    ['all completed', [line('Completed'), line('Completed')], 'Completed'],
    ['one left out by the plan', [line('Completed'), leftOut], 'Completed'],
    ['nothing to do', [], 'Completed'],
    ['one failed', [line('Completed'), line('Failed')], 'CompletedWithFailures'],
    ['one skipped midway', [line('Completed'), line('Skipped')], 'CompletedWithFailures'],
    ['one still waits for a person', [line('Completed'), line('NeedsDecision')], 'CompletedWithFailures'],
    ['one aborted', [line('Completed'), line('Aborted')], 'CompletedWithFailures'],
    [
      'one never begun',
      [line('Completed'), { phase: 'NotStarted', startedAt: null }],
      'CompletedWithFailures',
    ],
    ['all failed', [line('Failed'), line('Failed')], 'Failed'],
    ['failed or skipped midway', [line('Failed'), line('Skipped')], 'Failed'],
    ['everything left out', [leftOut, leftOut], 'Failed'],
  ])('with %s', (_what, lines, result) => {
    expect(judgeCampaign(lines)).toBe(result);
  });

  it('is Completed only if everything that was begun completed', () => {
    const phases = fc.constantFrom<Phase>(
      'Completed',
      'Skipped',
      'Failed',
      'Aborted',
      'NeedsDecision',
      'RolledBack',
    );
    fc.assert(
      fc.property(fc.array(phases, { minLength: 1 }), (all) => {
        const isFaultless = all.every((phase) => phase === 'Completed');
        expect(judgeCampaign(all.map(line)) === 'Completed').toBe(isFaultless);
      }),
    );
  });
});
