import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aDaemonSet, aDeployment, aPod, aStatefulSet } from '../clusters/manifests.ts';
import type { Scene, SceneBudget } from '../clusters/scene.ts';

const { answerAlike } = openBothClusters('budgets');

/** What the disruption controller has counted. */
async function figures(scene: Scene) {
  const { status } = await scene.read<SceneBudget>('poddisruptionbudgets', 'web');
  const { observedGeneration, expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed, conditions } =
    status!;
  const [{ reason, message } = {}] = conditions ?? [];
  const counts = { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed };
  return { ...counts, observedGeneration, reason, message };
}

const counted = (
  expectedPods: number,
  desiredHealthy: number,
  currentHealthy: number,
  disruptionsAllowed: number,
) => ({ expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed });

describe('a budget of a workload', () => {
  for (const [replicas, rule, expected] of [
    [3, { minAvailable: 2 }, counted(3, 2, 3, 1)],
    [2, { minAvailable: 3 }, counted(2, 3, 2, 0)],
    [3, { minAvailable: '50%' }, counted(3, 2, 3, 1)],
    [3, { minAvailable: '100%' }, counted(3, 3, 3, 0)],
    [3, { minAvailable: 0 }, counted(3, 0, 3, 3)],
    [3, { maxUnavailable: 1 }, counted(3, 2, 3, 1)],
    [3, { maxUnavailable: 0 }, counted(3, 3, 3, 0)],
    [2, { maxUnavailable: 3 }, counted(2, 0, 2, 2)],
    [1, { maxUnavailable: '30%' }, counted(1, 0, 1, 1)],
    [7, { maxUnavailable: '30%' }, counted(7, 4, 7, 3)],
  ] as const)
    answerAlike(`of ${replicas} that says ${JSON.stringify(rule)} is counted alike`, {
      given: [aStatefulSet(replicas), aBudget(rule)],
      ask: figures,
      seen: expected,
    });

  answerAlike('counts the pods of several controllers together', {
    given: [aStatefulSet(2), aStatefulSet(2, { name: 'more', app: 'web' }), aBudget({ maxUnavailable: 1 })],
    ask: figures,
    seen: counted(4, 3, 4, 1),
  });

  answerAlike('counts the replicas of a deployment', {
    given: [aDeployment('web', 3), aBudget({ maxUnavailable: '34%' })],
    ask: figures,
    seen: counted(3, 1, 3, 2),
  });

  answerAlike('does not count pods that are not ready as healthy', {
    given: [
      aStatefulSet(2),
      aStatefulSet(1, { name: 'ill', app: 'web', neverReady: true }),
      aBudget({ maxUnavailable: 1 }),
    ],
    ask: figures,
    seen: counted(3, 2, 2, 0),
  });

  answerAlike('with an empty selector has every pod of the namespace', {
    given: [aStatefulSet(2), aStatefulSet(1, { name: 'other' }), aBudget({ minAvailable: 1, selector: {} })],
    ask: figures,
    seen: counted(3, 1, 3, 2),
  });

  answerAlike('without selector has none', {
    given: [aStatefulSet(2), aBudget({ minAvailable: 1, selector: undefined })],
    ask: figures,
    seen: counted(0, 1, 0, 0),
  });

  answerAlike('of nobody allows nothing', {
    given: [aBudget({ maxUnavailable: 1 })],
    ask: figures,
    seen: counted(0, 0, 0, 0),
  });
});

describe('a budget of pods without a scale', () => {
  answerAlike('counts pods that nobody made where it says a number that has to be there', {
    given: [aPod('web'), aPod('more'), aBudget({ minAvailable: 1 })],
    ask: figures,
    seen: counted(2, 1, 2, 1),
  });

  answerAlike('does not know what may be missing of pods that nobody made', {
    given: [aPod('web'), aPod('more'), aBudget({ maxUnavailable: 1 })],
    ask: figures,
    seen: { disruptionsAllowed: 0 },
  });

  answerAlike('does not know what may be missing of a daemon set', {
    given: [aDaemonSet('web'), aBudget({ maxUnavailable: 1 })],
    ask: async (scene) => {
      const { disruptionsAllowed, reason, message } = await figures(scene);
      return { disruptionsAllowed, reason, message };
    },
    seen: { disruptionsAllowed: 0, reason: 'SyncFailed' },
  });

  answerAlike('counts a daemon set where it says a number that has to be there', {
    given: [aDaemonSet('web'), aBudget({ minAvailable: 1 })],
    ask: figures,
    seen: counted(3, 1, 3, 2),
  });
});

describe('a change of a budget', () => {
  const patch = (scene: Scene, body: object) =>
    scene.ask(scene.path('poddisruptionbudgets', 'web'), {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body,
    });

  answerAlike('that says both what has to be there and what may be missing is refused', {
    given: [aBudget({ minAvailable: 1 })],
    ask: async (scene) => {
      const { status, body } = await patch(scene, { spec: { maxUnavailable: 1 } });
      return { status, reason: (body as { readonly reason?: string }).reason };
    },
    seen: { status: 422, reason: 'Invalid' },
  });

  answerAlike('counts up its generation, another label does not', {
    given: [aBudget({ minAvailable: 1 })],
    ask: async (scene) => {
      const generationAfter = async (change: object) =>
        ((await patch(scene, change)).body as SceneBudget).metadata.generation;
      return [
        await generationAfter({ metadata: { labels: { tier: 'front' } } }),
        await generationAfter({ spec: { minAvailable: 2 } }),
      ];
    },
    seen: [1, 2],
  });
});
