import { describe, expect, it } from 'vitest';
import {
  type AfterFailedStep,
  decideFailedPool,
  describeAborted,
  type FailedPool,
  mayBeHalfUpgraded,
} from '#domain/rollback/decide-failed-pool.ts';

const failed: FailedPool = {
  resourceId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
  policy: 'Ask',
  kind: 'nodes-not-as-planned',
  truth: { end: 'PartiallyUpgraded', text: '1 of 3 nodes run 1.34.1', quarantined: true },
  rollback: { eligible: true, version: '1.33.5', nodeImageVersion: 'image', until: null },
  isUnfinished: false,
  target: '1.33.5',
  until: '2026-11-27T08:00:00Z',
  command: 'drydock rollback',
};
const found = 'PartiallyUpgraded: 1 of 3 nodes run 1.34.1.';
const refused = (kind: 'stopped' | 'operation-running') =>
  ({ eligible: false, refusals: [{ kind, because: `it is ${kind}` }] }) as const;

it.each<[string, Partial<FailedPool>, AfterFailedStep]>([
  [
    'is offered to an operator, with its end',
    {},
    {
      do: 'offer',
      found,
      advice: 'Rollback to 1.33.5 is possible until 2026-11-27T08:00:00Z.',
      quarantined: true,
    },
  ],
  ['follows by rule', { policy: 'OnFailure' }, { do: 'roll-back', found }],
  [
    'does not follow by rule from what is no fault of the version',
    { policy: 'OnFailure', kind: 'quota-exceeded', until: null },
    { do: 'offer', found, advice: 'Rollback to 1.33.5 is possible.', quarantined: true },
  ],
  [
    'is not offered where no node was upgraded, and says what it would do',
    { truth: { end: 'Failed', text: '0 of 3 nodes run 1.34.1', nodes: { done: 0, total: 3 } } },
    {
      do: 'ask',
      found: 'Failed: 0 of 3 nodes run 1.34.1.',
      advice:
        'No node was upgraded, so no node has to be rolled back; drydock rollback would only reset the version that Azure reports.',
    },
  ],
  [
    'is offered where the only node that was upgraded is not ready',
    { truth: { end: 'NodesNotReady', text: '1 of 1 nodes run 1.34.1', nodes: { done: 0, total: 1 } } },
    expect.objectContaining({ do: 'offer' }),
  ],
  [
    'is not mentioned where the file rules it out',
    { policy: 'Never' },
    { do: 'ask', found, quarantined: true },
  ],
  [
    'is refused with the reason, and says what is left to do',
    { rollback: refused('stopped'), truth: null },
    {
      do: 'ask',
      found: expect.stringContaining('it is stopped'),
      advice: expect.stringContaining('start the cluster'),
    },
  ],
  [
    'is offered where only our own operation is in the way',
    { rollback: refused('operation-running'), isUnfinished: true },
    {
      do: 'offer',
      found,
      advice: 'Rollback to 1.33.5 first aborts what still runs in Azure, then goes as far as AKS allows.',
      quarantined: true,
    },
  ],
  [
    'is refused where the operation in the way is not ours',
    { rollback: refused('operation-running') },
    expect.objectContaining({ do: 'ask', quarantined: true }),
  ],
])('the rollback of a failed pool %s', (_, over, after) => {
  expect(decideFailedPool({ ...failed, ...over })).toEqual(after);
});

describe('an aborted pool', () => {
  const truth = { end: 'PartiallyUpgraded', text: '1 of 3 nodes run 1.34.1' } as const;

  it.each([
    [
      'by its nodes, which know better than the abort',
      truth,
      mayBeHalfUpgraded,
      'PartiallyUpgraded: 1 of 3 nodes run 1.34.1',
    ],
    [
      'with what else is known',
      truth,
      'the abort failed: 409',
      'PartiallyUpgraded: 1 of 3 nodes run 1.34.1; the abort failed: 409',
    ],
    ['by the abort where nothing was read', null, mayBeHalfUpgraded, mayBeHalfUpgraded],
  ])('is described %s', (_, seen, happened, words) => {
    expect(describeAborted(seen, happened)).toBe(words);
  });
});
