import { WorkflowNotFoundError } from '@temporalio/client';
import { expect, it } from 'vitest';
import { judgeFreezesNow } from '#cli/temporal/read-freezes.ts';
import type { TemporalSession } from '#cli/temporal/temporal-client.ts';

const sessionThat = (fails: Error) =>
  ({
    client: { workflow: { getHandle: () => ({ query: () => Promise.reject(fails) }) } },
    within: (call: () => Promise<unknown>) => call(),
  }) as unknown as TemporalSession;

it('freezes that cannot be read count as one, and say so', async () => {
  expect(await judgeFreezesNow(sessionThat(new Error('it broke')), 'q', 0)).toEqual({
    frozen: true,
    name: null,
    until: null,
    reason: 'the freezes could not be read: it broke',
  });
});

it('where none was ever made, none is in force', async () => {
  const none = new WorkflowNotFoundError('none', 'freezes', undefined);
  expect(await judgeFreezesNow(sessionThat(none), 'q', 0)).toEqual({ frozen: false });
});
