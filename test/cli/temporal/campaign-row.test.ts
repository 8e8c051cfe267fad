import type { WorkflowExecutionInfo } from '@temporalio/client';
import { expect, it } from 'vitest';
import { campaignRow } from '#cli/temporal/campaign-row.ts';

const pace = {
  simulatorId: 'a',
  speed: 60,
  virtualEpoch: Date.parse('2026-11-21T00:00:00Z'),
  realEpoch: Date.parse('2026-11-24T10:00:00Z'),
};
const now = Date.parse('2026-11-24T10:10:00Z');
const listed = (memo: object, closeTime?: Date) =>
  campaignRow(
    {
      workflowId: 'campaign/k8s-1-34',
      status: { code: 1, name: closeTime === undefined ? 'RUNNING' : 'COMPLETED' },
      startTime: new Date('2026-11-24T09:30:00Z'),
      closeTime,
      memo,
      typedSearchAttributes: { getAll: () => [] },
    } as unknown as WorkflowExecutionInfo,
    now,
  );
const closed = new Date('2026-11-24T10:09:00Z');

it.each([
  ['as its workflow, before a worker ran', {}, undefined, '09:30', null],
  [
    'later than its workflow, for no worker ran',
    { startedAt: '2026-11-24T09:50:00Z' },
    undefined,
    '09:50',
    null,
  ],
  ['before its history was continued', { startedAt: '2026-11-23T09:50:00Z' }, undefined, '-23', null],
  ['in simulated time', { pace, startedAt: '2026-11-21T01:00:00.000Z' }, undefined, '-21T01:00', null],
  ['and ended in Temporal', { startedAt: '2026-11-24T09:50:00Z' }, closed, '09:50', '10:09'],
  ['in simulated time, before a worker ran', { pace }, undefined, '-19T18:00', null],
  ['in simulated time, ended in Temporal', { pace }, closed, '-19T18:00', '09:00'],
  [
    'and ended on its own',
    { pace, startedAt: '2026-11-21T00:00:00Z', finishedAt: '2026-11-21T08:00:00Z' },
    closed,
    '-21T00:00',
    '08:00',
  ],
] as const)('a campaign is listed from when it began: %s', (_what, memo, closeTime, from, to) => {
  const { startedAt, finishedAt } = listed(memo, closeTime);
  expect(startedAt).toContain(from);
  expect(finishedAt).toEqual(to === null ? null : expect.stringContaining(`T${to}:00`));
});

it('is read at a time of its own clock, as its status is', () => {
  expect(listed({ pace }).updatedAt).toBe('2026-11-21T10:00:00.000Z');
  expect(listed({}).updatedAt).toBe('2026-11-24T10:10:00.000Z');
});
