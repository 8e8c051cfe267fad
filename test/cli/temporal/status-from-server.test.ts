import type { WorkflowExecutionDescription } from '@temporalio/client';
import { expect, it } from 'vitest';
import { closedByServer, phaseFrom, statusFromServer } from '#cli/temporal/status-from-server.ts';
import { aClusterStatus } from '../../builders/a-campaign-status.ts';
import { halfWay } from '../view/status/a-status.ts';

type Described = Parameters<typeof closedByServer>[1];

const closeTime = new Date('2026-11-24T10:00:10Z');
const terminated: Described = { status: { code: 5, name: 'TERMINATED' }, closeTime, memo: {} };

it('a campaign that was terminated in Temporal has ended, whatever its last words were', () => {
  expect(closedByServer(halfWay(), terminated)).toMatchObject({
    phase: 'Aborted',
    finishedAt: '2026-11-24T10:00:10.000Z',
    reason: expect.stringContaining('terminated'),
  });
});

it('what it had not reached is Skipped, as in a campaign that ended on its own', () => {
  const reached = { phase: 'Skipped', reason: 'not reached' };
  const cluster = aClusterStatus({ name: 'aks-a', resourceId: '/a' });
  const stages = [{ name: 'production', phase: 'NotStarted' as const, clusters: [cluster] }];
  expect(closedByServer(halfWay({ stages }), terminated).stages).toMatchObject([
    { phase: 'Skipped', clusters: [reached] },
  ]);
});

it('its end is reported in the time of its clock', () => {
  const pace = {
    simulatorId: 'a',
    speed: 60,
    virtualEpoch: Date.parse('2026-11-21T00:00:00Z'),
    realEpoch: Date.parse('2026-11-24T10:00:00Z'),
  };
  const { finishedAt } = closedByServer(halfWay(), { ...terminated, memo: { pace } });
  expect(finishedAt).toBe('2026-11-21T00:10:00.000Z');
});

it.each([
  ['runs', halfWay(), { ...terminated, closeTime: undefined }],
  ['ended on its own', halfWay({ phase: 'Completed', finishedAt: '2026-11-21T02:00:00Z' }), terminated],
] as const)('a campaign that %s is believed', (_how, status, described) => {
  expect(closedByServer(status, described)).toBe(status);
});

const seen = (closeTime: Date | undefined) =>
  ({
    status: { code: 2, name: closeTime === undefined ? 'RUNNING' : 'COMPLETED' },
    startTime: new Date('2026-11-24T09:00:00Z'),
    closeTime,
    memo: {},
    taskQueue: 'drydock',
    historyLength: 12,
    typedSearchAttributes: { getAll: () => [{ key: { name: 'DrydockWaitingFor' }, value: 'soak' }] },
  }) as unknown as WorkflowExecutionDescription;

it.each([
  [
    'runs',
    'goes on',
    undefined,
    /^No worker answers on task queue drydock, so only what the Temporal server knows is shown \(12 events of history\)\. The campaign continues when a worker runs: drydock worker\. Its last known wait: soak\.$/,
  ],
  [
    'has ended',
    'waits for nothing',
    closeTime,
    /The campaign has ended; .* when a worker runs: drydock worker\.$/,
  ],
] as const)('without a worker a campaign that %s %s', (_, _what, end, words) => {
  expect(statusFromServer('k8s', seen(end), null).incomplete).toMatch(words);
});

it.each([
  ['Running', 'RUNNING', undefined, 'Running'],
  [null, 'RUNNING', undefined, null],
  ['Running', 'TERMINATED', closeTime, 'Aborted'],
  ['Waiting', 'TIMED_OUT', closeTime, 'Failed'],
  ['NeedsDecision', 'CANCELLED', closeTime, 'Aborted'],
  ['CompletedWithFailures', 'FAILED', closeTime, 'CompletedWithFailures'],
  ['Aborted', 'FAILED', closeTime, 'Aborted'],
  [null, 'COMPLETED', closeTime, 'Completed'],
] as const)(
  'the phase %s of a workflow that is %s is believed only as long as it is true',
  (published, name, closed, phase) => {
    expect(phaseFrom(published, { status: { code: 1, name }, closeTime: closed })).toBe(phase);
  },
);
