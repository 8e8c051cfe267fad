import { expect, it } from 'vitest';
import { decideClusterEnd, type EndedCluster } from '#domain/outcome/cluster-end.ts';

const ended: EndedCluster = {
  steps: [{ name: 'np1', pool: 'np1', phase: 'Completed', startedAt: '2026-11-20T08:00:00Z' }],
  skips: [],
  blocked: [],
  approved: [],
  defersBlocked: false,
  begun: true,
  rebooted: [],
  idle: ['np1: no node waits for a reboot'],
};
const skipped = { name: 'np2', pool: 'np2', phase: 'Skipped', startedAt: '2026-11-20T08:00:00Z' } as const;
const blocked = [{ pool: 'win', because: 'test has not run it' }];

it.each<[string, Partial<EndedCluster>, 'Completed' | 'CompletedWithFailures', string | null]>([
  ['that did what it was to do', {}, 'Completed', null],
  ['that had nothing to do says why', { begun: false }, 'Completed', 'np1: no node waits for a reboot'],
  [
    'that rebooted nodes says how many',
    { rebooted: ['np2: 3 rebooted'] },
    'Completed',
    'np2: 3 rebooted; np1: no node waits for a reboot',
  ],
  [
    'of which an operator skipped a pool on two hops names it once',
    { steps: [skipped, skipped], blocked },
    'CompletedWithFailures',
    'node pools skipped: np2',
  ],
  [
    'of which a pool failed and was skipped says so',
    { steps: [{ ...skipped, phase: 'Failed' }, skipped, { ...skipped, name: 'np3' }] },
    'CompletedWithFailures',
    'node pools failed, then skipped: np2; node pools skipped: np3',
  ],
  [
    'of which the soak of a pool was aborted, and the pool then skipped',
    { skips: ['np1', 'np2'], steps: [...ended.steps, skipped] },
    'CompletedWithFailures',
    'soak cut short: np1; node pools skipped: np2',
  ],
  ['with a step without work', { steps: [{ ...skipped, startedAt: null }] }, 'Completed', null],
  [
    'with an image that turned out blocked',
    { blocked },
    'CompletedWithFailures',
    'win blocked: test has not run it',
  ],
  [
    'with an image that the approved plan called blocked',
    { blocked, approved: ['test has not run it'] },
    'Completed',
    'win blocked: test has not run it',
  ],
  [
    'with a blocked image that is deferred',
    { blocked, defersBlocked: true },
    'Completed',
    'win blocked: test has not run it',
  ],
])('a cluster %s', (_, over, phase, reason) => {
  expect(decideClusterEnd({ ...ended, ...over })).toEqual({ phase, reason });
});
