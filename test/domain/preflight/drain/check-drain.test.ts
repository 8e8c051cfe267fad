import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import { aBudgetStatus, aDrainBudget, ownedBy } from '../../../builders/a-drain.ts';
import {
  aControlPlaneStep,
  aNode,
  aPlacedPod,
  lookedAt,
  preflightFindings,
  preflightReadings,
  told,
} from '../../../builders/a-preflight-reading.ts';

const minutesAgo = (minutes: number) => lookedAt - minutes * 60_000;
const none = aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 });
const alone = aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 });
const unready = (since: number | null) => aPlacedPod({ pod: { isReady: false }, notReadySince: since });

function drainOf(
  pods: readonly PlacedPod[],
  budgets: readonly DisruptionBudget[] = [],
  replicas: readonly [string, number][] = [['Deployment shop/web', 3]],
) {
  return preflightFindings(
    { pods: { value: pods }, budgets: { value: budgets }, replicas: { value: new Map(replicas) } },
    {},
  );
}

describe('a drain is blocked, and the preflight says by whom and what to do', () => {
  it.each<[string, readonly PlacedPod[], readonly DisruptionBudget[], RegExp]>([
    [
      'a budget that lets none go by its own words',
      [aPlacedPod()],
      [aDrainBudget({ maxUnavailable: 0 })],
      /^blocker drainBlockers aks-one-weu\/system: pdb shop\/web allows 0 disruptions; the drain can never succeed: maxUnavailable 0 \(shop\/web-1 on n1\); set its maxUnavailable to at least 1 \(Deployment shop\/web\)$/,
    ],
    [
      'a budget that asks for every replica there is',
      [aPlacedPod()],
      [aDrainBudget({ minAvailable: 1, figures: alone })],
      /^blocker drainBlockers aks-one-weu\/system: pdb shop\/web allows 0 disruptions; the drain can never succeed: minAvailable 1 of 1 pods \(shop\/web-1 on n1\); raise the replicas of Deployment shop\/web above its minAvailable 1, or lower that$/,
    ],
    [
      "a budget of AKS's own, which would be put back",
      [aPlacedPod({ pod: { namespace: 'kube-system' } })],
      [aDrainBudget({ namespace: 'kube-system', maxUnavailable: 0 })],
      /^blocker drainBlockers aks-one-weu\/system: pdb kube-system\/web allows 0 disruptions; the drain can never succeed: maxUnavailable 0 \(kube-system\/web-1 on n1\); AKS manages this PDB and reverts changes: set its maxUnavailable to at least 1 \(Deployment shop\/web\) through an AKS setting if there is one, or contact Azure support$/,
    ],
    [
      'two budgets on the same pods',
      [aPlacedPod()],
      [aDrainBudget({ name: 'old' }), aDrainBudget()],
      /pdb shop\/old and pdb shop\/web select the same pods: .*narrow the selector of one of them, or delete it \(Deployment shop\/web\)/,
    ],
    [
      'a budget that cannot be computed',
      [aPlacedPod()],
      [aDrainBudget({ minAvailable: 1, figures: null })],
      /^blocker drainBlockers aks-one-weu\/system: pdb shop\/web allows 0 disruptions: its status is not computed; its pods need a controller with a scale subresource \(shop\/web-1 on n1\); check its conditions \(kubectl describe pdb -n shop web\)$/,
    ],
    [
      'a budget whose pods have been broken for long',
      [unready(minutesAgo(11)), aPlacedPod({ pod: { name: 'web-2' } })],
      [aDrainBudget({ minAvailable: 2, figures: { ...none, currentHealthy: 1 } })],
      /^blocker drainBlockers aks-one-weu\/system: pdb shop\/web allows 0 disruptions while its pods are not ready: 1 of 2 required pods are healthy; the others have been unready for at least 10m \(shop\/web-1 on n1\); fix Deployment shop\/web, or allow evicting unready pods \(unhealthyPodEvictionPolicy: AlwaysAllow\)$/,
    ],
    [
      'a pod that has been terminating for long, blocked by a finalizer',
      [aPlacedPod({ pod: { endsAt: minutesAgo(30), finalizers: ['example.com/hold'] } })],
      [],
      /^blocker drainBlockers aks-one-weu\/system: pod shop\/web-1 on n1 does not terminate: its grace period ended 30m ago; blocked by finalizer example\.com\/hold; ask the owner of Deployment shop\/web, or delete the pod manually$/,
    ],
  ])('%s', (_who, pods, budgets, sentence) => {
    const [first] = told(drainOf(pods, budgets, []));
    expect(first).toMatch(/^blocker/);
    expect(first).toMatch(sentence);
  });
});

describe('a drain continues, and the preflight warns of', () => {
  it.each<[string, readonly PlacedPod[], readonly DisruptionBudget[], RegExp]>([
    [
      'a budget that waits for a pod to become ready',
      [unready(minutesAgo(2)), aPlacedPod({ pod: { name: 'web-2' } })],
      [aDrainBudget({ minAvailable: 2, figures: { ...none, currentHealthy: 1 } })],
      /allows 0 disruptions at the moment/,
    ],
    [
      'a pod without a controller',
      [aPlacedPod({ pod: { controller: null }, owner: 'Pod shop/web-1' })],
      [],
      /1 pod will be deleted and not recreated/,
    ],
    [
      'a pod that may take longer to end than AKS waits',
      [aPlacedPod({ pod: { graceSeconds: 3_600 } })],
      [],
      /terminationGracePeriodSeconds up to 3600, drainTimeoutInMinutes 30 \(shop\/web-1 of Deployment shop\/web on n1\); .*to at least 65/,
    ],
    [
      'what is lost with the node',
      [aPlacedPod({ pod: { hasLocalData: true } })],
      [],
      /1 pod will lose emptyDir data: emptyDir is on the node and is deleted with the pod \(shop\/web-1 of Deployment shop\/web on n1\); check that/,
    ],
    [
      'a mark that AKS does not heed',
      [aPlacedPod({ marks: ['karpenter.sh/do-not-disrupt'] })],
      [],
      /AKS upgrades ignore karpenter.sh\/do-not-disrupt/,
    ],
  ])('%s', (_what, pods, budgets, sentence) => {
    expect(told(drainOf(pods, budgets))).toEqual([expect.stringMatching(sentence)]);
    expect(drainOf(pods, budgets)[0]?.level).toBe('warning');
  });

  it('a workload of one replica, unless a budget speaks for it', () => {
    const one: [string, number][] = [['Deployment shop/web', 1]];
    expect(told(drainOf([aPlacedPod()], [], one))).toEqual([
      expect.stringMatching(
        /^warning .*1 workload with one replica will be unavailable during the drain.*\(Deployment shop\/web on n1\)/,
      ),
    ]);
    const budget = aDrainBudget({ minAvailable: 1, figures: alone });
    expect(drainOf([aPlacedPod()], [budget], one).map(({ level }) => level)).toEqual(['blocker']);
  });

  it("what AKS's own pods lose, for the record", () => {
    const pod = { hasLocalData: true, namespace: 'kube-system' };
    expect(drainOf([aPlacedPod({ pod })]).map(({ level }) => level)).toEqual(['info']);
  });

  it('more pods of a budget on one node than may go at a time, for the record', () => {
    const two = [aPlacedPod(), aPlacedPod({ pod: { name: 'web-2' } })];
    expect(told(drainOf(two, [aDrainBudget({ maxUnavailable: 1 })]))).toEqual([
      expect.stringMatching(/^info .*one node has 2 of its pods/),
    ]);
  });
});

describe('a drain has nothing to fear from', () => {
  it.each<[string, PlacedPod, DisruptionBudget]>([
    ['a budget that lets one go', aPlacedPod(), aDrainBudget({ maxUnavailable: 1 })],
    ['a budget of another namespace', aPlacedPod(), aDrainBudget({ namespace: 'other', maxUnavailable: 0 })],
    [
      'a budget over pods of a daemon set, which stay',
      aPlacedPod({ pod: { controller: ownedBy('DaemonSet') } }),
      aDrainBudget({ maxUnavailable: 0 }),
    ],
    [
      'a budget over pods that are finished',
      aPlacedPod({ pod: { phase: 'Succeeded', isReady: false } }),
      aDrainBudget({ maxUnavailable: 0 }),
    ],
    [
      'a budget whose pods are on nodes of another pool',
      aPlacedPod({ node: 'elsewhere' }),
      aDrainBudget({ maxUnavailable: 0 }),
    ],
    [
      'a pod that is ending and has time left',
      aPlacedPod({ pod: { endsAt: lookedAt + 10_000, finalizers: ['example.com/hold'] } }),
      aDrainBudget({ maxUnavailable: 1 }),
    ],
  ])('%s', (_what, pod, budget) => {
    expect(drainOf([pod], [budget])).toEqual([]);
  });

  it('anything at all where only the control plane is upgraded', () => {
    const budgets = { value: [aDrainBudget({ maxUnavailable: 0 })] };
    expect(preflightFindings({ budgets })).toHaveLength(1);
    expect(preflightFindings({ budgets }, { steps: [aControlPlaneStep()] })).toEqual([]);
  });
});

describe('what is said stays small', () => {
  it('names three of many', () => {
    const pods = Array.from({ length: 400 }, (_, index) =>
      aPlacedPod({ pod: { name: `web-${index}`, controller: null }, owner: `Pod shop/web-${index}` }),
    );
    const [finding] = drainOf(pods);
    expect(finding?.evidence).toEqual([
      'shop/web-0 on n1',
      'shop/web-1 on n1',
      'shop/web-10 on n1',
      '397 more',
    ]);
  });

  it('is said once a budget and pool, whatever the number of its pods and nodes', () => {
    const nodes = ['n1', 'n2', 'n3'].map((name) => aNode({ name }));
    const pods = nodes.map(({ name }) => aPlacedPod({ node: name, pod: { name: `web-${name}` } }));
    const budgets = { value: [aDrainBudget({ maxUnavailable: 0 })] };
    expect(
      preflightFindings({ ...preflightReadings(), nodes: { value: nodes }, pods: { value: pods }, budgets }),
    ).toHaveLength(1);
  });
});
