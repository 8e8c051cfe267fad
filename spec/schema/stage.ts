import { z } from 'zod';
import { failurePolicyDefaults } from '#domain/campaign/campaign.ts';
import { withRule } from './rule.ts';
import { choice, count, duration, flag, name, percentage, text, wholeNumber } from './scalars.ts';
import { selector } from './selector.ts';

const expectation = withRule(
  z.strictObject({
    min: wholeNumber(0, Number.MAX_SAFE_INTEGER).prefault(1).describe('At least this many clusters.'),
    max: wholeNumber(1, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('At most this many clusters; absent: no limit.'),
  }),
  ['min', 'max'],
  ({ min, max }) =>
    max === undefined || min <= max ? [] : [{ path: ['max'], message: `must be at least min (${min})` }],
);

const approval = withRule(
  z.strictObject({
    required: flag().prefault(true).describe('Whether an approval is required.'),
    approvers: z
      .array(text('expected the name of an approver'))
      .prefault([])
      .describe('Who may approve; empty: everyone except the person who started the campaign.'),
    quorum: wholeNumber(1, Number.MAX_SAFE_INTEGER)
      .prefault(1)
      .describe('How many different people must approve.'),
    expires: duration({ atLeastMs: 60_000 })
      .prefault('72h')
      .describe('How long the gate waits for them before `onExpiry` applies.'),
    onExpiry: choice(['Pause', 'Abort'])
      .prefault('Pause')
      .describe('Pause: wait for `resume`, then request approval again. Abort: end the campaign.'),
  }),
  ['required', 'approvers'],
  ({ required, approvers }) => [
    ...approvers.flatMap((approver, index) =>
      approvers.indexOf(approver) < index
        ? [{ path: ['approvers', index], message: `${JSON.stringify(approver)} is named twice` }]
        : [],
    ),
    ...(required || approvers.length === 0
      ? []
      : [
          {
            path: ['approvers'],
            message: 'no approval is requested: required is false; remove one of the two',
          },
        ]),
  ],
);

const failurePolicy = z.strictObject({
  maxFailures: count(0)
    .prefault(failurePolicyDefaults.maxFailures)
    .describe('More failed clusters than this exceed the policy.'),
  minSuccess: percentage(0)
    .prefault(failurePolicyDefaults.minSuccess)
    .describe('The share of the clusters that must succeed.'),
  maxConsecutive: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .prefault(failurePolicyDefaults.maxConsecutive)
    .describe('More failed clusters in a row than this exceed the policy.'),
  onExceeded: choice(['Pause', 'Abort', 'Rollback'])
    .prefault('Pause')
    .describe(
      'Pause: wait for an operator. Abort: end the campaign. Rollback: roll back the node pools of failed clusters, where AKS allows it, and wait for an operator.',
    ),
});

export const stage = z.strictObject({
  name: name().describe('Unique in the campaign; the gate after the stage has this name, too.'),
  clusters: z
    .array(selector)
    .min(1, { error: 'needs at least one selector' })
    .describe('The union of these; resolved by the plan and fixed with it.'),
  exclude: z
    .array(selector)
    .prefault([])
    .describe('Clusters that are skipped although `clusters` selects them.'),
  expect: expectation.prefault({}).describe('The plan fails if the selection has more or fewer clusters.'),
  maxConcurrency: count(1).prefault(1).describe('Clusters at a time. Percentages round down, at least 1.'),
  soak: duration()
    .prefault('0s')
    .describe(
      'How long to watch after the last cluster. Nothing was changed in the stage: no soak (NodeImageOnly: unless a cluster has its image already).',
    ),
  approval: approval
    .prefault({})
    .describe('Required before the next stage, bound to the plan; never after the last stage.'),
  failurePolicy: failurePolicy.prefault({}).describe('How many failures the stage tolerates.'),
});
