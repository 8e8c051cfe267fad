import { describe, expect, it } from 'vitest';
import { type PoolOrder, refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import type { StepStatus } from '#domain/status/status.ts';
import { aStepStatus } from '../../builders/a-campaign-status.ts';

const np1 = (...phases: readonly StepStatus['phase'][]) =>
  phases.map((phase) => aStepStatus({ pool: 'np1', phase }));
const running = (inFlight: boolean) => [aStepStatus({ pool: 'np1', phase: 'Running', inFlight })];
const refusal = (how: PoolOrder['how'], steps: readonly StepStatus[], over: Partial<PoolOrder> = {}) =>
  refusePoolOrder(steps, {
    campaign: 'k8s-1-34',
    cluster: 'aks-pay',
    pool: 'np1',
    how,
    isAsked: false,
    ...over,
  });

const leaves = 'To skip it: drydock skip k8s-1-34 --target pool/aks-pay/np1 --reason TEXT';

describe('an abort of a node pool', () => {
  it.each<[string, readonly StepStatus[], string | null]>([
    ['stops what runs in Azure', running(true), null],
    ['ends its verification and soak', running(false), null],
    [
      'has nothing to stop while it waits for its window',
      np1('Waiting'),
      `Node pool np1 of aks-pay cannot be aborted: nothing of it runs in Azure (Waiting). ${leaves}`,
    ],
    [
      'has nothing to stop while it waits for a decision',
      np1('NeedsDecision'),
      `Node pool np1 of aks-pay cannot be aborted: nothing of it runs in Azure (NeedsDecision). ${leaves}`,
    ],
    [
      'has nothing to stop before it begins',
      np1('NotStarted'),
      `Node pool np1 of aks-pay cannot be aborted: it has not begun. ${leaves}`,
    ],
    [
      'has nothing to stop between two hops',
      np1('Completed', 'NotStarted'),
      `Node pool np1 of aks-pay cannot be aborted: it has not begun. ${leaves}`,
    ],
    [
      'stops no rollback',
      np1('RollingBack'),
      'Node pool np1 of aks-pay cannot be aborted: it is being rolled back, and a rollback in progress finishes.',
    ],
    [
      'has nothing to stop once it is done',
      np1('Completed'),
      'Node pool np1 of aks-pay has ended (Completed): there is nothing to abort.',
    ],
    [
      'has nothing to stop once it is left',
      np1('Skipped'),
      'Node pool np1 of aks-pay has ended (Skipped): there is nothing to abort.',
    ],
    ['is taken before the steps are known', [], null],
    [
      'of a pool that there is not',
      [aStepStatus({ pool: 'system' })],
      'The plan has no node pool np1 in aks-pay.',
    ],
  ])('%s', (_rule, steps, text) => {
    expect(refusal('abort', steps)).toBe(text);
  });
});

describe('a skip of a node pool', () => {
  const stops = 'To end its step: drydock abort k8s-1-34 --target pool/aks-pay/np1 --reason TEXT';

  it.each<[string, readonly StepStatus[], string | null]>([
    ['leaves one that has not begun', np1('NotStarted'), null],
    ['leaves one that waits for its window', np1('Waiting'), null],
    ['leaves one about which a person is asked', np1('NeedsDecision'), null],
    ['leaves the hop to come', np1('Completed', 'NotStarted'), null],
    [
      'comes too late for one that is upgraded now',
      running(true),
      `Node pool np1 of aks-pay is under way (Running). ${stops}`,
    ],
    [
      'comes too late for one that goes back',
      np1('RollingBack'),
      'Node pool np1 of aks-pay cannot be skipped: it is being rolled back, and a rollback in progress finishes.',
    ],
    [
      'comes too late for one that is done',
      np1('Completed'),
      'Node pool np1 of aks-pay has ended (Completed): there is nothing to skip.',
    ],
  ])('%s', (_rule, steps, text) => {
    expect(refusal('skip', steps)).toBe(text);
  });

  it('answers the question about a drain that is blocked', () => {
    expect(refusal('skip', running(true), { isAsked: true })).toBeNull();
    expect(refusal('skip', np1('RollingBack'), { isAsked: true })).toBeNull();
  });
});

describe('a pool that the plan has not', () => {
  it.each(['abort', 'skip', 'retry', 'rollback'] as const)('is refused for %s', (how) => {
    expect(refusal(how, np1('Running'), { pool: 'nope' })).toBe('The plan has no node pool nope in aks-pay.');
    expect(refusal(how, np1('Running'), { pool: 'np2' })).toBe(
      'The plan has no node pool np2 in aks-pay; did you mean np1?',
    );
  });
});

describe('a rollback of a node pool', () => {
  const begun = (startedAt: string | null) => [
    aStepStatus({ pool: 'np1', phase: startedAt === null ? 'NotStarted' : 'NeedsDecision', startedAt }),
  ];

  it('is ordered once its upgrade has begun', () => {
    expect(refusal('rollback', begun('2026-11-21T03:00:00Z'))).toBeNull();
  });

  it('leads from nowhere before', () => {
    expect(refusal('rollback', begun(null))).toBe(
      'Node pool np1 of aks-pay has not begun: there is nothing to take back.',
    );
  });
});
