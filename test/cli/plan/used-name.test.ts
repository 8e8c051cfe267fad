import { WorkflowNotFoundError } from '@temporalio/client';
import { expect, it } from 'vitest';
import { isNameUsed } from '#cli/plan/launch-campaign.ts';

const asked = (describe: () => Promise<object>) =>
  isNameUsed(
    {
      client: { workflow: { getHandle: () => ({ describe }) } },
      within: (call: () => Promise<unknown>) => call(),
    } as unknown as Parameters<typeof isNameUsed>[0],
    'k8s',
    'sha256:same',
  );

it.each([
  ['RUNNING', 'sha256:same', true],
  ['RUNNING', 'sha256:other', true],
  ['FAILED', 'sha256:same', true],
  ['CANCELED', 'sha256:same', true],
  // A pipeline that runs again learns from the plan that nothing is left to change.
  ['COMPLETED', 'sha256:same', false],
  ['COMPLETED', 'sha256:other', true],
])('a campaign that is %s, of file %s: its name is used: %s', async (name, specDigest, isUsed) => {
  expect(await asked(async () => ({ status: { name }, memo: { specDigest } }))).toBe(isUsed);
});

it('a name that no campaign has is free; where Temporal does not answer, no one knows', async () => {
  expect(await asked(() => Promise.reject(new WorkflowNotFoundError('none', 'k8s', undefined)))).toBe(false);
  await expect(asked(() => Promise.reject(new Error('silent')))).rejects.toThrow('silent');
});
