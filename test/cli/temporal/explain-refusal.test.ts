import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, it } from 'vitest';
import { explainRefusal } from '#cli/temporal/explain-refusal.ts';
import { refusals } from '#protocol/operator-updates.ts';

const again = 'drydock approve k8s --gate test --reason TEXT';
const check = 'drydock status k8s';
const refused = { verb: 'approve', missing: { message: '', next: '' }, check, again };

it.each([
  [
    refusals.notAnApprover,
    77,
    `let one of them run it, or pass --as where one of these names is yours: ${again}`,
  ],
  [refusals.notAllowed, 77, check],
  [refusals.stale, 8, check],
  [refusals.invalid, 1, check],
])('a refusal of type %s says what to do, not what was refused', (type, exitCode, next) => {
  const cause = ApplicationFailure.nonRetryable('Refused: eva started the campaign.', type);
  const error = new WorkflowUpdateFailedError('refused', cause);
  expect(explainRefusal(error, refused)).toMatchObject({ exitCode, message: cause.message, next });
});
