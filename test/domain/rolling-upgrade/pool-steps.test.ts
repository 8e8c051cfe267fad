import { describe, expect, it } from 'vitest';
import type { SteppedNode } from '#domain/rolling-upgrade/node-steps.ts';
import { summarizeSteps } from '#domain/rolling-upgrade/pool-steps.ts';
import { at } from '../../builders/a-rolling-view.ts';

const aBlocker = { by: 'pdb shop/web', pod: 'shop/web-1', owner: 'Deployment shop/web', since: at(5) };
const node = (over: Partial<SteppedNode> = {}): SteppedNode => ({
  name: 'n1',
  step: 'waiting',
  podsLeft: null,
  since: null,
  blocker: null,
  ...over,
});
const draining = (name: string, blockedSince: number | null = null) =>
  node({
    name,
    step: 'draining',
    podsLeft: 2,
    since: at(4),
    blocker: blockedSince === null ? null : { ...aBlocker, since: at(blockedSince) },
  });

describe('the steps of a pool', () => {
  it('count every node and name those in progress', () => {
    const nodes = [node(), node({ name: 'n2' }), node({ name: 'n3', step: 'done' }), draining('n4')];
    expect(summarizeSteps(nodes)).toEqual({
      counts: { waiting: 2, done: 1, draining: 1 },
      atWork: [
        { node: 'n4', step: 'draining', podsLeft: 2, since: '2026-04-01T08:04:00.000Z', blocker: null },
      ],
    });
  });

  it('name five nodes of a hundred, those blocked longest first', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => draining(`n${index + 100}`));
    const { counts, atWork } = summarizeSteps([...hundred, draining('late', 9), draining('early', 6)]);
    expect(counts).toEqual({ draining: 102 });
    expect(atWork.map((each) => each.node)).toEqual(['early', 'late', 'n100', 'n101', 'n102']);
  });
});
