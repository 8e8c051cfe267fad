import { describe, expect, it } from 'vitest';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import { judgeNodes } from '#domain/verify/node-verdict.ts';

const expected = { pool: 'np1', version: '1.34.1', nodeImageVersion: 'AKSUbuntu-2204-202510.19.0', count: 2 };

const aNode = (over: Partial<KubernetesNode> = {}): KubernetesNode => ({
  name: 'n0',
  pool: 'np1',
  kubeletVersion: 'v1.34.1',
  nodeImageVersion: 'AKSUbuntu-2204-202510.19.0',
  ready: true,
  unschedulable: false,
  quarantined: false,
  ...over,
});

const good = aNode({ name: 'n9' });

describe('the nodes of a pool', () => {
  it('are done when each says so and none is missing or left over', () => {
    expect(judgeNodes(expected, [aNode(), good])).toEqual({ ok: true, nodes: 2 });
  });

  it('of another pool do not count', () => {
    const foreign = aNode({ pool: 'system', kubeletVersion: 'v1.33.5', ready: false });
    expect(judgeNodes(expected, [aNode(), good, foreign])).toEqual({ ok: true, nodes: 2 });
  });

  it('may have any image where none is expected', () => {
    const nodes = [aNode({ nodeImageVersion: null }), good];
    expect(judgeNodes({ ...expected, nodeImageVersion: null }, nodes)).toEqual({ ok: true, nodes: 2 });
  });

  it.each<[Partial<KubernetesNode>, string, boolean]>([
    [{ kubeletVersion: 'v1.33.5' }, 'n0 runs 1.33.5 instead of 1.34.1', false],
    [{ kubeletVersion: 'v1.34.10' }, 'n0 runs 1.34.10 instead of 1.34.1', false],
    [
      { nodeImageVersion: 'AKSUbuntu-2204-202509.23.0' },
      'n0 has image AKSUbuntu-2204-202509.23.0 instead of AKSUbuntu-2204-202510.19.0',
      false,
    ],
    [{ nodeImageVersion: null }, 'n0 has image unknown instead of AKSUbuntu-2204-202510.19.0', false],
    [{ ready: false }, 'n0 is not ready', true],
    [{ unschedulable: true }, 'n0 is cordoned', true],
    [{ quarantined: true, unschedulable: true }, 'n0 is quarantined: it could not be drained', false],
  ])('with %j are not done; time may fix it: see the row', (over, problem, settling) => {
    expect(judgeNodes(expected, [aNode(over), good])).toEqual({ ok: false, problems: [problem], settling });
  });

  it.each([
    [1, 'np1 has 1 nodes instead of 2: a node is missing'],
    [3, 'np1 has 3 nodes instead of 2: a surge node may be left over'],
  ])('that are %i settle first', (count, problem) => {
    const nodes = Array.from({ length: count }, (_, index) => aNode({ name: `n${index}` }));
    expect(judgeNodes(expected, nodes)).toEqual({ ok: false, problems: [problem], settling: true });
  });

  it('of a Spot pool may be fewer: Azure takes them away; none may be more', () => {
    const spot = { ...expected, isSpot: true };
    expect(judgeNodes(spot, [aNode()])).toEqual({ ok: true, nodes: 1 });
    expect(judgeNodes(spot, [aNode({ ready: false })])).toMatchObject({ ok: false });
    expect(judgeNodes(spot, [aNode(), good, aNode({ name: 'n2' })])).toMatchObject({ ok: false });
  });

  it('with one thing that time cannot fix are not waited for', () => {
    const nodes = [aNode({ ready: false }), aNode({ name: 'n1', kubeletVersion: 'v1.33.5' })];
    expect(judgeNodes(expected, nodes)).toMatchObject({ ok: false, settling: false });
  });

  it('tell ten problems at most, and count the rest', () => {
    const nodes = Array.from({ length: 15 }, (_, index) => aNode({ name: `n${index}`, ready: false }));
    const verdict = judgeNodes({ ...expected, count: 15 }, nodes);
    const problems = verdict.ok ? [] : verdict.problems;
    expect(problems).toHaveLength(10);
    expect([problems[0], problems.at(-1)]).toEqual(['n0 is not ready', 'and 6 more']);
  });
});
