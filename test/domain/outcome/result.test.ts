import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeUndone, type EndedCluster, judgeCampaign } from '#domain/outcome/result.ts';
import type { Phase } from '#domain/status/status.ts';

const line = (phase: Phase): EndedCluster => ({ phase, startedAt: '2026-11-20T08:00:00Z' });
const halfDone: EndedCluster = { ...line('CompletedWithFailures'), deferred: true };
const leftOut: EndedCluster = { phase: 'Skipped', startedAt: null };

describe('a campaign', () => {
  it.each<[string, readonly EndedCluster[], ReturnType<typeof judgeCampaign>]>([
    ['all completed', [line('Completed'), line('Completed')], 'Completed'],
    ['one left out by the plan', [line('Completed'), leftOut], 'Completed'],
    ['nothing to do', [], 'Completed'],
    ['one failed', [line('Completed'), line('Failed')], 'CompletedWithFailures'],
    ['one skipped midway', [line('Completed'), line('Skipped')], 'CompletedWithFailures'],
    ['one still waits for a person', [line('Completed'), line('NeedsDecision')], 'CompletedWithFailures'],
    ['one aborted in its soak', [{ ...line('Completed'), cutShort: true }], 'CompletedWithFailures'],
    ['one aborted', [line('Completed'), line('Aborted')], 'CompletedWithFailures'],
    [
      'one never begun',
      [line('Completed'), { phase: 'NotStarted', startedAt: null }],
      'CompletedWithFailures',
    ],
    ['a pool of its only cluster left as it is', [line('CompletedWithFailures')], 'CompletedWithFailures'],
    ['all failed', [line('Failed'), line('Failed')], 'Failed'],
    ['failed or skipped midway', [line('Failed'), line('Skipped')], 'Failed'],
    ['everything left out', [leftOut, leftOut], 'Failed'],
    ['everything deferred by a scheduled run', [{ ...leftOut, deferred: true }, leftOut], 'Completed'],
    ['one half done by a scheduled run', [halfDone], 'CompletedWithFailures'],
    ['one half done by a scheduled run, one failed', [halfDone, line('Failed')], 'CompletedWithFailures'],
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

describe('what did not complete', () => {
  const ended = (...phases: readonly Phase[]) =>
    phases.map((phase, index) => ({ name: `aks-${index}`, phase }));

  it.each<[string, readonly Phase[], string | null]>([
    ['nothing', ['Completed', 'Completed'], null],
    ['what was left out', ['Completed', 'Skipped'], 'skipped: aks-1'],
    ['what went back', ['RolledBack', 'Skipped'], 'rolled back: aks-0; skipped: aks-1'],
    [
      'whatever else ended badly',
      ['Aborted', 'CompletedWithFailures', 'Failed', 'Failed'],
      'failed: aks-2, aks-3; aborted: aks-0; node pools left as they are: aks-1',
    ],
    [
      'ten of many',
      Array<Phase>(12).fill('Failed'),
      'failed: aks-0, aks-1, aks-2, aks-3, aks-4, aks-5, aks-6, aks-7, aks-8, aks-9 and 2 more',
    ],
  ])('is named: %s', (_what, phases, told) => {
    expect(describeUndone(ended(...phases))).toBe(told);
  });

  it('is a soak that was cut short', () => {
    const cut = { name: 'aks-pay', phase: 'Completed', cutShort: true } as const;
    expect(describeUndone([cut, ...ended('Failed')])).toBe('failed: aks-0; soak cut short: aks-pay');
  });
});
