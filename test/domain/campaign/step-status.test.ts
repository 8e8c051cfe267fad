import { describe, expect, it } from 'vitest';
import type { WaitingFor, WaitKind } from '#domain/campaign/status.ts';
import { stepsWhile } from '#domain/campaign/step-status.ts';
import { aStepStatus } from '../../support/a-campaign-status.ts';

const steps = [
  aStepStatus({ phase: 'Completed' }),
  aStepStatus({ pool: 'system', phase: 'Running' }),
  aStepStatus({ pool: 'np1' }),
];
const wait = (kind: WaitKind): WaitingFor => ({ kind, name: 'aks-pay', since: '', until: null, act: '' });
const seen = (waitingFor: WaitingFor | null, inFlight = false) =>
  stepsWhile(steps, { waitingFor, inFlight }).map((step) => [step.phase, step.inFlight]);

describe('the step that a cluster is at', () => {
  it.each<[WaitKind]>([['window'], ['freeze'], ['paused'], ['lock']])(
    'waits while %s holds it back',
    (kind) => {
      expect(seen(wait(kind))[1]).toEqual(['Waiting', false]);
    },
  );

  it.each<[WaitKind]>([['soak'], ['drain'], ['decision']])('runs during a wait for %s', (kind) => {
    expect(seen(wait(kind), true)[1]).toEqual(['Running', true]);
  });

  it('says whether an operation of it may run in Azure; the others say nothing of it', () => {
    expect(seen(null, true)).toEqual([
      ['Completed', undefined],
      ['Running', true],
      ['NotStarted', undefined],
    ]);
    expect(seen(null)[1]).toEqual(['Running', false]);
  });
});
