import { describe, expect, it } from 'vitest';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import { judgePoolEnd, type PoolEnd } from '#domain/verify/pool-outcome.ts';

const image = 'AKSUbuntu-2204-202510.19.0';
const expected = { pool: 'np1', version: '1.34.1', nodeImageVersion: image, count: 2 };

const aNode = (over: Partial<KubernetesNode> = {}): KubernetesNode => ({
  name: 'n0',
  pool: 'np1',
  kubeletVersion: 'v1.34.1',
  nodeImageVersion: image,
  ready: true,
  unschedulable: false,
  quarantined: false,
  ...over,
});
const old = { kubeletVersion: 'v1.33.5' };
const foreign = aNode({ pool: 'system', ...old });

it.each([
  [
    [aNode(), aNode(), aNode(old), aNode(old)],
    'PartiallyUpgraded',
    /^2 of 4 nodes \(new beside old\) run 1\.34\.1$/,
  ],
  [
    [aNode(old), aNode({ ...old, unschedulable: true })],
    'Canceled',
    /^0 of 2 nodes run 1\.34\.1; 1 cordoned$/,
  ],
  [[aNode(), aNode({ ...old, unschedulable: true })], 'PartiallyUpgraded', /run 1\.34\.1; 1 cordoned$/],
] as const)(
  'a blue-green pool that was aborted is between two versions as long as both are there',
  (nodes, end, text) => {
    const pool = { ...expected, isBlueGreen: true };
    expect(judgePoolEnd(pool, 'Canceled', nodes)).toMatchObject({ end, text: expect.stringMatching(text) });
  },
);

describe('the end of a pool, whatever Azure says', () => {
  it.each<[PoolEnd, string, readonly KubernetesNode[] | null, RegExp]>([
    ['Succeeded', 'Succeeded', [aNode(), aNode()], /^2 of 2 nodes run 1\.34\.1$/],
    ['Succeeded', 'Succeeded', [aNode(), aNode(), foreign], /^2 of 2/],
    ['PartiallyUpgraded', 'Succeeded', [aNode(), aNode(old)], /^1 of 2 nodes run 1\.34\.1$/],
    ['PartiallyUpgraded', 'Failed', [aNode(), aNode(old)], /^1 of 2/],
    [
      'PartiallyUpgraded',
      'Failed',
      [aNode(), aNode(old), aNode()],
      /^2 of 3 nodes \(1 of them surge: the pool has 2\) run 1\.34\.1$/,
    ],
    ['PartiallyUpgraded', 'Canceled', [aNode(), aNode(old)], /^1 of 2/],
    ['Failed', 'Failed', [aNode(old), aNode(old), aNode()], /^1 of 3 nodes \(1 of them surge/],
    ['Failed', 'Failed', [aNode(old), aNode(old)], /^0 of 2/],
    ['Failed', 'Succeeded', [aNode(old), aNode(old)], /^0 of 2/],
    ['Failed', 'Succeeded', [foreign], /^0 of 0/],
    ['Canceled', 'Canceled', [aNode(old), aNode(old)], /^0 of 2/],
    [
      'SucceededWithLeftovers',
      'Succeeded',
      [aNode(), aNode(), aNode()],
      /3 nodes instead of 2: a surge node/,
    ],
    ['SucceededWithLeftovers', 'Succeeded', [aNode(), aNode({ unschedulable: true })], /n0 is cordoned/],
    [
      'SucceededWithLeftovers',
      'Succeeded',
      [aNode(), aNode({ nodeImageVersion: 'older' })],
      /has image older/,
    ],
    ['SucceededWithLeftovers', 'Failed', [aNode(), aNode()], /but Azure says Failed/],
    [
      'NodesNotReady',
      'Succeeded',
      [aNode(), aNode({ ready: false })],
      /^2 of 2 nodes run 1\.34\.1, but n0 is not ready$/,
    ],
    [
      'NodesNotReady',
      'Failed',
      [aNode(), aNode({ ready: false, unschedulable: true })],
      /, but n0 is not ready; n0 is cordoned; Azure says Failed$/,
    ],
    ['PartiallyUpgraded', 'Succeeded', [aNode({ ready: false }), aNode(old)], /^1 of 2/],
    ['Failed', 'Succeeded', null, /could not be asked; Azure says Succeeded/],
    ['Canceled', 'Canceled', null, /could not be asked/],
  ])('is %s where Azure says %s of %j', (end, state, nodes, text) => {
    expect(judgePoolEnd(expected, state, nodes)).toMatchObject({ end, text: expect.stringMatching(text) });
  });

  it('is known by the image where the version stays, and a newer image is as good', () => {
    const byImage = { ...expected, nodeImageVersion: null, imageAtLeast: image };
    const newer = aNode({ nodeImageVersion: 'AKSUbuntu-2204-202510.26.0' });
    const older = aNode({ nodeImageVersion: 'AKSUbuntu-2204-202509.23.0' });
    expect(judgePoolEnd(byImage, 'Succeeded', [aNode(), newer])).toMatchObject({
      end: 'Succeeded',
      text: '2 of 2 nodes have image 202510.19.0',
    });
    expect(judgePoolEnd(byImage, 'Failed', [aNode(), older])).toMatchObject({
      end: 'PartiallyUpgraded',
      text: '1 of 2 nodes have image 202510.19.0',
    });
    expect(judgePoolEnd(byImage, 'Canceled', [older, aNode({ nodeImageVersion: null })])).toMatchObject({
      end: 'Canceled',
      text: '0 of 2 nodes have image 202510.19.0',
    });
  });

  it('names the nodes that AKS gave up draining, a few of many', () => {
    const left = ['n1', 'n2', 'n3', 'n4'].map((name) => aNode({ ...old, name, quarantined: true }));
    expect(judgePoolEnd({ ...expected, count: 5 }, 'Failed', [aNode(), ...left])).toMatchObject({
      end: 'PartiallyUpgraded',
      text: '1 of 5 nodes run 1.34.1; quarantined: n1, n2, n3 and 1 more',
      quarantined: true,
    });
  });

  it.each([
    ['some are there', [aNode(), aNode(old)], { done: 1, total: 2 }],
    ['none is there', [aNode(old), aNode(old)], { done: 0, total: 2 }],
    ['a surge node is there too', [aNode(), aNode(), aNode()], { done: 2, total: 2 }],
    ['a surge node is there and one is behind', [aNode(), aNode(old), aNode()], { done: 1, total: 2 }],
    ['one broke on the way', [aNode(), aNode({ ready: false })], { done: 1, total: 2 }],
    ['one broke beside a surge node', [aNode(), aNode({ ready: false }), aNode()], { done: 1, total: 2 }],
    ['one is missing', [aNode()], { done: 1, total: 2 }],
    ['they could not be asked', null, undefined],
  ])('counts the nodes that are there and ready, where %s', (_, nodes, counted) => {
    expect(judgePoolEnd(expected, 'Failed', nodes).nodes).toEqual(counted);
  });

  it.each<[string, boolean | undefined, readonly KubernetesNode[] | null]>([
    ['there are none', false, [aNode(), aNode(old)]],
    ['there are none before the first node moved', false, [aNode(old), aNode(old)]],
    ['there are some', true, [aNode(), aNode({ ...old, quarantined: true })]],
    ['they could not be asked', undefined, null],
    ['one stays although every node moved', undefined, [aNode(), aNode({ quarantined: true })]],
  ])('reports quarantined nodes to clean up where %s: %s', (_, quarantined, nodes) => {
    expect(judgePoolEnd(expected, 'Failed', nodes).quarantined).toBe(quarantined);
  });
});
