import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { failure } from '#domain/failure.ts';
import type { Phase } from '#domain/status/status.ts';
import { closeCluster } from '#workflows/cluster/close-cluster.ts';
import { closeIfSkipped, failStep, stopStep } from '#workflows/cluster/finish-step.ts';
import type { ClusterRun, StepState } from '#workflows/state/cluster-run.ts';
import { aborted } from '#workflows/state/step-result.ts';
import { aStepStatus } from '../../builders/a-campaign-status.ts';

// Test files share their modules: those that another one has loaded would be used as they are.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.resetModules();
});
vi.mock(import('#workflows/cluster/upgrade-channel.ts'), async (actual) => ({
  ...(await actual()),
  restoreChannel: (run) => {
    run.channelToRestore = null;
    return Promise.resolve({ kind: 'done' });
  },
}));

const at = '2026-11-20T08:00:00Z';
const because = 'aborted by bob: moves next week';

const aRun = (steps: readonly StepState[], over: Partial<ClusterRun> = {}) =>
  ({
    input: { plan: { name: 'aks', resourceId: '' } },
    operator: { aborted: because, poolOrders: new Map() },
    clock: { iso: () => at },
    steps,
    plan: null,
    begun: true,
    cutSoak: null,
    leaving: null,
    journal: [],
    settingsToRestore: new Map(),
    cordoned: new Set(),
    forceToClear: null,
    channelToRestore: null,
    ...over,
  }) as unknown as ClusterRun;

const verified = { phase: 'Running', startedAt: at, end: 'Succeeded', sent: true } as const;
const cutSoak = { ms: 754_000, ofMs: 3_600_000 };

describe('a step whose change is verified', () => {
  it.each([
    ['control plane', null],
    ['np1', 'np1'],
  ])('is complete although the campaign is aborted in its soak: %s', (name, pool) => {
    const state = aStepStatus({ ...verified, name, pool });
    stopStep(aRun([state], { cutSoak }), state, 'Aborted', null);
    expect(state).toMatchObject({ phase: 'Completed', detail: 'soak cut short after 12m of 1h' });
  });

  it('is complete although its pool is skipped in its soak', () => {
    const state = aStepStatus({ ...verified, pool: 'np1' });
    const run = aRun([state], { cutSoak });
    run.operator.poolOrders.set('np1', { pool: 'np1', how: 'skip', because: 'skipped by bob' });
    expect(closeIfSkipped(run, state, aborted)).toBe(true);
    expect(state).toMatchObject({
      phase: 'Completed',
      startedAt: at,
      detail: 'skipped by bob; soak cut short after 12m of 1h',
    });
  });
});

describe('a step that failed', () => {
  it.each([
    ['aborted', 'Aborted', true, 'Failed'],
    ['skipped', 'Skipped', true, 'Failed'],
    ['aborted before anything of it was sent', 'Aborted', false, 'Aborted'],
    ['skipped before anything of it was sent', 'Skipped', false, 'Skipped'],
  ] as const)('and is %s is shown as what it is', (_, order, isSent, phase) => {
    const state = aStepStatus({ phase: 'NeedsDecision', ...(isSent ? { sent: true } : {}) });
    failStep(aRun([state]), state, order, 'Azure failed the upgrade.');
    expect(state).toMatchObject({ phase, detail: 'Azure failed the upgrade.' });
  });

  it('while its pool was to be skipped has failed', () => {
    const state = aStepStatus({ phase: 'Running', sent: true, pool: 'np1' });
    const run = aRun([state]);
    run.operator.poolOrders.set('np1', { pool: 'np1', how: 'skip', because: 'skipped by bob' });
    closeIfSkipped(run, state, { kind: 'failed', failure: failure('operation-failed', 'no quota') });
    expect(state.phase).toBe('Failed');
  });
});

describe('a cluster', () => {
  const done = aStepStatus({ phase: 'Completed', startedAt: at, end: 'Succeeded' });

  it('whose every step is complete and whose soak an abort ended says exactly that', async () => {
    expect(await closeCluster(aRun([done], { cutSoak }), 'Aborted', because)).toMatchObject({
      phase: 'Completed',
      cutShort: true,
      reason: `every step is complete; soak cut short after 12m of 1h; ${because}`,
    });
  });

  it('that is aborted while its own health is in question is not complete', async () => {
    const ended = await closeCluster(aRun([done]), 'Aborted', because, { failed: true });
    expect(ended).toMatchObject({ phase: 'Aborted', reason: because });
  });

  it.each([
    [
      'of which the control plane failed',
      [aStepStatus({ phase: 'NeedsDecision', sent: true })],
      true,
      'Failed',
    ],
    ['of which a check stopped a step', [done, aStepStatus({ phase: 'NeedsDecision' })], true, 'Skipped'],
    ['of which nothing was sent', [aStepStatus({ phase: 'NeedsDecision' })], false, 'Skipped'],
  ] as const)('%s and that is skipped: begun %j, %s', async (_, steps, begun, phase) => {
    const states = steps.map((each) => ({ ...each }));
    expect(await closeCluster(aRun(states, { begun }), 'Skipped', 'skipped by bob')).toMatchObject({ phase });
  });

  it('has its last step done where its channel is restored as it closes', async () => {
    const resume = aStepStatus();
    const plan = { steps: [{ action: 'upgrade-control-plane' }, { action: 'resume-auto-upgrade' }] };
    const run = aRun([done, resume], { plan, channelToRestore: 'patch' } as unknown as ClusterRun);
    expect(await closeCluster(run, 'Aborted', because)).toMatchObject({ phase: 'Completed', cutShort: true });
    expect(resume).toMatchObject({ phase: 'Completed', startedAt: at, finishedAt: at });
  });

  it('that is closed has no step at work, none lost that is complete, and no failure that is not one', async () => {
    const phases = ['NotStarted', 'Running', 'Waiting', 'NeedsDecision', 'Completed', 'Failed'] as const;
    const step = fc.record({
      phase: fc.constantFrom<Phase>(...phases),
      isSent: fc.boolean(),
      isVerified: fc.boolean(),
    });
    const ends = fc.constantFrom('Aborted', 'Skipped', 'Failed');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), ends, async (all, phase) => {
        const steps = all.map(({ phase: each, isSent, isVerified }) =>
          aStepStatus({
            phase: each,
            startedAt: each === 'NotStarted' ? null : at,
            ...(isSent ? { sent: true } : {}),
            ...(isVerified || each === 'Completed' ? { end: 'Succeeded' } : {}),
          }),
        );
        const before = steps.map((each) => ({ ...each }));
        const outcome = await closeCluster(aRun(steps), phase, because);
        steps.forEach((now, index) => {
          const was = before[index]!;
          expect(['Running', 'Waiting', 'NeedsDecision', 'RollingBack']).not.toContain(now.phase);
          if (was.phase === 'Completed' || was.phase === 'Failed') expect(now).toEqual(was);
          if (was.phase === 'Running' && was.end === 'Succeeded') expect(now.phase).toBe('Completed');
          if (was.phase === 'NeedsDecision' && was.sent === true) expect(now.phase).toBe('Failed');
        });
        if (outcome.phase === 'Completed')
          expect(steps.map((each) => each.phase)).toEqual(steps.map(() => 'Completed'));
        if (outcome.phase === 'Skipped') expect(steps.map((each) => each.phase)).not.toContain('Failed');
      }),
    );
  });
});
