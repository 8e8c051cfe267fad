import { describe, expect, it } from 'vitest';
import { isInFinalSoak } from '#domain/rolling-upgrade/final-soak.ts';
import { nodeSteps, type SteppedNode } from '#domain/rolling-upgrade/node-steps.ts';
import type { RollingNode, RollingTarget, RollingView } from '#domain/rolling-upgrade/rolling-view.ts';
import { aPlacedPod } from '../../builders/a-preflight-reading.ts';
import {
  aCordonedNode,
  aRollingNode,
  aRollingTarget,
  aRollingView,
  at,
  upgraded,
} from '../../builders/a-rolling-view.ts';

const daemon = { controller: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'agent', uid: 'd' } };

interface Seen {
  readonly node: RollingNode;
  readonly pods?: RollingView['pods'];
  readonly drainedAt?: RollingView['drainedAt'];
  readonly target?: Partial<RollingTarget>;
}

const stepOf = ({ node, target = {}, ...view }: Seen) =>
  nodeSteps(aRollingTarget(target), aRollingView({ nodes: [node], ...view }), at(10))[0];

const onN1 = (...pods: readonly ReturnType<typeof aPlacedPod>[]) => new Map([['n1', pods]]);
const web = aPlacedPod();

const blueGreen = { isBlueGreen: true } as const;
const leaving = aPlacedPod({ pod: { endsAt: at(20) } });

describe('an old node of a pool that is upgraded blue-green', () => {
  it.each<[step: string, why: string, seen: Seen]>([
    ['waiting', 'is cordoned with its pods, before its batch', { node: aCordonedNode(0), pods: onN1(web) }],
    ['waiting', 'has pods that nobody looked at', { node: aCordonedNode(0) }],
    ['draining', 'has a pod that ends', { node: aCordonedNode(0), pods: onN1(web, leaving) }],
    ['drained', 'has no pod left', { node: aCordonedNode(0), pods: onN1() }],
  ])('is %s if it %s', (step, _, seen) => {
    expect(stepOf({ ...seen, target: blueGreen })).toMatchObject({ step });
  });

  it.each([
    ['BlueGreenSoakingFinal', [], true],
    ['BlueGreenSoakingBatch: 1/2 nodes completed', ['drained', 'surge'], false],
    ['Upgrading', ['drained', 'surge'], true],
    ['Upgrading', ['drained', 'waiting', 'surge'], false],
    ['Upgrading', ['surge'], false],
    ['Upgrading', ['done', 'surge'], false],
  ])('is in its final soak by %s and %j: %s', (progress, steps, is) => {
    const nodes = steps.map((step) => ({ step }) as SteppedNode);
    expect(isInFinalSoak(progress, nodes)).toBe(is);
  });
});

describe('a node of a pool that is upgraded', () => {
  it.each<[step: string, why: string, seen: Seen]>([
    ['waiting', 'has the old version', { node: aRollingNode() }],
    ['waiting', 'is sick meanwhile', { node: aRollingNode({ ready: false, readySince: null }) }],
    ['done', 'has the new version and is ready', { node: aRollingNode(upgraded) }],
    [
      'reimaging',
      'has the new version and is not ready',
      { node: aRollingNode({ ...upgraded, ready: false }) },
    ],
    ['draining', 'is cordoned, with a pod left', { node: aCordonedNode(5), pods: onN1(web) }],
    ['draining', 'is cordoned, and nobody looked at its pods', { node: aCordonedNode(5) }],
    ['reimaging', 'is cordoned and empty', { node: aCordonedNode(5), pods: onN1() }],
    ['reimaging', 'is cordoned and not ready', { node: aCordonedNode(5, { ready: false }), pods: onN1(web) }],
    ['quarantined', 'was given up', { node: aCordonedNode(5, { quarantined: true }), pods: onN1(web) }],
    [
      'soaking',
      'got ready within its soak',
      { node: aRollingNode({ ...upgraded, readySince: at(8) }), target: { nodeSoakMs: 5 * 60_000 } },
    ],
    [
      'done',
      'got ready before its soak',
      { node: aRollingNode({ ...upgraded, readySince: at(4) }), target: { nodeSoakMs: 5 * 60_000 } },
    ],
  ])('is %s if it %s', (step, _, seen) => {
    expect(stepOf(seen)).toMatchObject({ step });
  });

  it.each([
    ['of a daemon set', { pod: daemon }],
    ['of the kubelet', { pod: { isMirror: true } }],
    ['that is finished', { pod: { phase: 'Succeeded' } }],
  ])('is empty if all that is left is a pod %s', (_, pod) => {
    expect(stepOf({ node: aCordonedNode(5), pods: onN1(aPlacedPod(pod)) })).toMatchObject({ podsLeft: 0 });
  });

  it.each([
    ['without a controller', { controller: null }],
    ['with local data', { hasLocalData: true }],
  ])('has a pod %s still to move: AKS forces it', (_, pod) => {
    expect(stepOf({ node: aCordonedNode(5), pods: onN1(aPlacedPod({ pod })) })).toMatchObject({
      podsLeft: 1,
    });
  });
});

describe('when a drain began', () => {
  const pods = onN1(web);
  it.each<[string, Seen, number | null]>([
    ['is when the node was cordoned', { node: aCordonedNode(5), pods }, at(5)],
    ['bears a minute by which clocks differ', { node: aCordonedNode(-1), pods }, at(-1)],
    ['is unknown for a node that was cordoned before', { node: aCordonedNode(-60), pods }, null],
    [
      'is what AKS says of a node that was cordoned before',
      { node: aCordonedNode(-60), pods, drainedAt: new Map([['n1', at(7)]]) },
      at(7),
    ],
    [
      'is not what AKS said of an earlier upgrade',
      { node: aCordonedNode(-60), pods, drainedAt: new Map([['n1', at(-59)]]) },
      null,
    ],
    [
      'is when the upgrade was sent, where nothing else is known',
      { node: aCordonedNode(5, { cordonedAt: null }), pods },
      at(0),
    ],
  ])('%s', (_, seen, since) => {
    expect(stepOf(seen)).toMatchObject({ since, step: since === null ? 'cordoned' : 'draining' });
  });
});

describe('the surge of a pool', () => {
  const named = (name: string, over: Partial<RollingNode> = {}) => aRollingNode({ name, ...over });
  const stepsOf = (
    nodes: readonly RollingNode[],
    nodesWanted: number,
    pods: RollingView['pods'] = new Map(),
  ) =>
    nodeSteps(aRollingTarget({ nodes: nodesWanted }), aRollingView({ nodes, pods }), at(10)).map(
      ({ step }) => step,
    );

  it('are the newest names at the new version beyond the count of the pool', () => {
    const nodes = [
      named('vmss000009', upgraded),
      named('vmss00000b', upgraded),
      named('vmss00000a', upgraded),
    ];
    expect(stepsOf(nodes, 2)).toEqual(['done', 'surge', 'done']);
  });

  it('are never nodes of the old version', () => {
    expect(stepsOf([named('a'), named('b')], 1)).toEqual(['waiting', 'waiting']);
  });

  it('is drained like any other node when it goes', () => {
    const going = aCordonedNode(9, { name: 'b', ...upgraded });
    const pods = new Map([['b', [web]]]);
    expect(stepsOf([named('a', upgraded), going], 1, pods)).toEqual(['done', 'draining']);
    expect(stepsOf([named('a', upgraded), going], 1, new Map([['b', []]]))).toEqual(['done', 'surge']);
  });
});

describe('a node of a pool that stays at its version', () => {
  const [older, old, fresh, newer] = ['202509.16.0', '202509.23.0', '202510.19.0', '202510.26.0'].map(
    (version) => `AKSUbuntu-2204gen2containerd-${version}`,
  ) as [string, string, string, string];
  const step = (nodeImageVersion: string | null, image: RollingTarget['image'] & object) =>
    stepOf({ node: aRollingNode({ ...upgraded, nodeImageVersion }), target: { image } })?.step;

  it('is done with the image that was the newest, or a newer one', () => {
    const onward = { atLeast: fresh };
    expect([older, old, null].map((image) => step(image, onward))).toEqual(['waiting', 'waiting', 'waiting']);
    expect([fresh, newer].map((image) => step(image, onward))).toEqual(['done', 'done']);
  });

  it('is back with the old image alone', () => {
    const back = { exactly: old };
    expect([fresh, newer, older].map((image) => step(image, back))).toEqual([
      'waiting',
      'waiting',
      'waiting',
    ]);
    expect(step(old, back)).toBe('done');
  });
});
