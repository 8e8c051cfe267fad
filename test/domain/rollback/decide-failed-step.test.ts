import { expect, it } from 'vitest';
import type { FailureKind } from '#domain/failure.ts';
import { decideFailedStep } from '#domain/rollback/decide-failed-step.ts';

const rules = { skip: 'Skip', fail: 'Fail' } as const;

it.each<[FailureKind, 'skip' | 'fail', boolean, ReturnType<typeof decideFailedStep>]>([
  ['health-worse', 'skip', false, 'assess'],
  ['busy', 'skip', false, 'skip-cluster'],
  ['busy', 'skip', true, 'assess'],
  ['busy', 'fail', false, 'assess'],
  ['stopped', 'skip', false, 'skip-cluster'],
  ['stopped', 'skip', true, 'assess'],
  ['wrong-clock', 'skip', false, 'fail'],
])(
  'a step that fails as %s, where the file says %s and begun is %s, leads to: %s',
  (kind, rule, begun, next) => {
    const terms = { onBusy: { waitMs: 0, afterwards: rules[rule] }, onStopped: rules[rule] };
    expect(decideFailedStep(kind, terms, begun)).toBe(next);
  },
);
