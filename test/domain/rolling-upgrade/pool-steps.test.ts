import { describe, expect, it } from 'vitest';
import type { SteppedNode } from '#domain/rolling-upgrade/node-steps.ts';
import { describeHold, summarizeSteps } from '#domain/rolling-upgrade/pool-steps.ts';
import { at } from '../../builders/a-rolling-view.ts';

const aHold = { by: 'pdb shop/web', pod: 'shop/web-1', owner: 'Deployment shop/web', since: at(5) };
const node = (over: Partial<SteppedNode> = {}): SteppedNode => ({
  name: 'n1',
  step: 'waiting',
  podsLeft: null,
  since: null,
  hold: null,
  ...over,
});
const draining = (name: string, heldSince: number | null = null) =>
  node({
    name,
    step: 'draining',
    podsLeft: 2,
    since: at(4),
    hold: heldSince === null ? null : { ...aHold, since: at(heldSince) },
  });

describe('the steps of a pool', () => {
  it('count every node and name those that something happens to', () => {
    const nodes = [node(), node({ name: 'n2' }), node({ name: 'n3', step: 'done' }), draining('n4')];
    expect(summarizeSteps(nodes)).toEqual({
      counts: { waiting: 2, done: 1, draining: 1 },
      atWork: [{ node: 'n4', step: 'draining', podsLeft: 2, since: '2026-04-01T08:04:00.000Z', held: null }],
    });
  });

  it('name five nodes of a hundred, those held up longest first', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => draining(`n${index + 100}`));
    const { counts, atWork } = summarizeSteps([...hundred, draining('late', 9), draining('early', 6)]);
    expect(counts).toEqual({ draining: 102 });
    expect(atWork.map((each) => each.node)).toEqual(['early', 'late', 'n100', 'n101', 'n102']);
  });
});

describe('what is told of a drain that is held up', () => {
  it('names budget, pod, owner, node and for how long', () => {
    expect(describeHold([node(), draining('n4', 5)], at(17))).toBe(
      'pdb shop/web: pod shop/web-1 of Deployment shop/web on n4, for 12m',
    );
  });

  it('names the instant where it is read later', () => {
    expect(describeHold([draining('n4', 5)], at(17), 'since')).toBe(
      'pdb shop/web: pod shop/web-1 of Deployment shop/web on n4, since 2026-04-01T08:05:00Z',
    );
  });

  it('names a pod of nobody once', () => {
    const hold = { ...aHold, owner: 'Pod shop/web-1' };
    expect(describeHold([{ ...draining('n4'), hold }], at(17))).toBe(
      'pdb shop/web: pod shop/web-1 on n4, for 12m',
    );
  });

  it('is nothing within the first minute: budgets refuse for seconds all the time', () => {
    expect(describeHold([draining('n4', 5)], at(5) + 59_000)).toBeNull();
    expect(describeHold([draining('n4', 5)], at(6))).not.toBeNull();
  });

  it('is nothing where nothing holds', () => {
    expect(describeHold([node(), draining('n4')], at(60))).toBeNull();
  });
});
