import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aPod, aStatefulSet } from '../clusters/manifests.ts';
import type { Scene, SceneBudget } from '../clusters/scene.ts';
import { gist } from '../clusters/wire.ts';

const { answerAlike } = openBothClusters('evictions');

const evicted = { status: 201, body: { kind: 'Status', status: 'Success', code: 201 } };
const refused = (message: string) => ({
  status: 429,
  retryAfter: null,
  body: {
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget', message }] },
  },
});

describe('an eviction', () => {
  answerAlike('of a pod without budget is accepted with a Status', {
    given: [aPod('web')],
    ask: (scene) => scene.evict('web'),
    seen: evicted,
  });

  answerAlike('that the budget allows is accepted', {
    given: [aStatefulSet(3), aBudget({ minAvailable: 2 })],
    ask: (scene) => scene.evict('web-0'),
    seen: evicted,
  });

  answerAlike('that the budget does not allow is refused, without a time to come back', {
    given: [aStatefulSet(2), aBudget({ minAvailable: 2 })],
    ask: (scene) => scene.evict('web-0'),
    seen: refused('The disruption budget web needs 2 healthy pods and has 2 currently'),
  });

  answerAlike('is refused once another one has taken what the budget allowed', {
    given: [aStatefulSet(2, slowToEnd()), aBudget({ maxUnavailable: 1 })],
    ask: async (scene) => {
      const both = await Promise.all([scene.evict('web-0'), scene.evict('web-1')]);
      return both.map(({ status }) => status).sort((a, b) => a - b);
    },
    seen: [201, 429],
  });

  answerAlike('of a pod with two budgets is an error without a reason', {
    given: [aStatefulSet(2), aBudget({ minAvailable: 1 }), aBudget({ minAvailable: 1 }, 'twin')],
    ask: (scene) => scene.evict('web-0'),
    seen: { status: 500, body: { status: 'Failure', code: 500 } },
  });

  answerAlike('of a pod that is not there answers 404', {
    ask: (scene) => scene.evict('nobody'),
    seen: { status: 404, body: { reason: 'NotFound', message: 'pods "nobody" not found' } },
  });

  answerAlike('in a namespace that is not there answers 404', {
    ask: (scene) =>
      scene.ask('/api/v1/namespaces/nowhere/pods/web/eviction', {
        method: 'POST',
        body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web', namespace: 'nowhere' } },
      }),
    seen: { status: 404 },
  });

  answerAlike('of a pod whose name another one has taken over answers 409 and names both uids', {
    given: [aPod('web')],
    ask: (scene) => scene.evict('web', withUid('11111111-2222-4333-8444-555555555555')),
    seen: { status: 409, body: { reason: 'Conflict' } },
  });

  answerAlike('of another uid is judged by the budget first', {
    given: [aStatefulSet(2), aBudget({ minAvailable: 2 })],
    ask: (scene) => scene.evict('web-0', withUid('11111111-2222-4333-8444-555555555555')),
    seen: refused('The disruption budget web needs 2 healthy pods and has 2 currently'),
  });

  answerAlike('of another uid has cost what the budget allowed', {
    given: [aStatefulSet(2), aBudget({ minAvailable: 1 })],
    // The words of the second differ by whether the budget's controller has counted in between.
    ask: async (scene) => [
      await scene.evict('web-0', withUid('11111111-2222-4333-8444-555555555555')),
      (await scene.evict('web-1')).status,
    ],
    seen: [{ status: 409 }, 429],
  });

  answerAlike('says so where the budget cannot be counted', {
    given: [aPod('web'), aBudget({ maxUnavailable: 1 })],
    ask: (scene) => scene.evict('web'),
    seen: { status: 429 },
  });

  answerAlike('that names the right uid is accepted', {
    given: [aPod('web')],
    ask: async (scene) => {
      const { metadata } = await scene.read<{ metadata: { uid: string } }>('pods', 'web');
      return scene.evict('web', withUid(metadata.uid));
    },
    seen: evicted,
  });

  answerAlike('whose URL and body name different pods is a bad request', {
    given: [aPod('web')],
    ask: (scene) => scene.evict('web', { metadata: { name: 'other', namespace: scene.namespace } }),
    seen: { status: 400, body: { reason: 'BadRequest' } },
  });

  answerAlike('whose body names no pod is a bad request', {
    given: [aPod('web')],
    ask: (scene) => scene.evict('web', { metadata: {} }),
    seen: { status: 400 },
  });

  answerAlike('of another kind is a bad request', {
    given: [aPod('web')],
    ask: async (scene) => gist(await scene.evict('web', { kind: 'Pod', apiVersion: 'v1' })),
    seen: { status: 400 },
  });

  answerAlike('of an older version of the API is a matter of taste', {
    given: [aPod('web')],
    ask: (scene) => scene.evict('web', { apiVersion: 'policy/v1beta1' }),
    seen: evicted,
  });

  for (const phase of ['Succeeded', 'Failed'])
    answerAlike(`of a pod that has ${phase} passes every budget`, {
      given: [aPod('web', { status: { phase } }), aBudget({ minAvailable: 1 })],
      ask: (scene) => scene.evict('web'),
      seen: evicted,
    });

  answerAlike('of a pod that waits for a node passes every budget', {
    given: [aPod('web', { unplaceable: true }), aBudget({ minAvailable: 1 })],
    ask: (scene) => scene.evict('web'),
    seen: evicted,
  });

  answerAlike('of a pod that is already ending is accepted again', {
    given: [aPod('web', { finalizers: ['example.com/hold'] }), aBudget({ minAvailable: 1 })],
    ask: async (scene) => {
      await scene.ask(scene.path('pods', 'web'), { method: 'DELETE' });
      const again = await scene.evict('web');
      await release(scene, 'web');
      return again;
    },
    seen: evicted,
  });

  answerAlike('marks the pod as a target of disruption, with its own grace period', {
    given: [aPod('web', { finalizers: ['example.com/hold'] })],
    ask: async (scene) => {
      await scene.evict('web', { deleteOptions: { gracePeriodSeconds: 7 } });
      const { metadata, status } = await scene.read<EvictedPod>('pods', 'web');
      await release(scene, 'web');
      return {
        grace: metadata.deletionGracePeriodSeconds,
        reason: status.conditions.find(({ type }) => type === 'DisruptionTarget')?.reason,
      };
    },
    seen: { grace: 7, reason: 'EvictionByEvictionAPI' },
  });
});

describe('an eviction of an unready pod', () => {
  const broken = aPod('broken', { neverReady: true });

  answerAlike('waits as long as the budget lacks healthy pods', {
    given: [aStatefulSet(1), broken, aBudget({ minAvailable: 2 })],
    ask: (scene) => scene.evict('broken'),
    seen: refused('The disruption budget web needs 2 healthy pods and has 1 currently'),
  });

  answerAlike('costs nothing where enough others are healthy', {
    given: [aStatefulSet(2), broken, aBudget({ minAvailable: 2 })],
    ask: async (scene) => [await scene.evict('broken'), await allowed(scene)],
    seen: [evicted, 0],
  });

  answerAlike('passes a budget that always allows it', {
    given: [aStatefulSet(1), broken, aBudget({ minAvailable: 2, unhealthyPodEvictionPolicy: 'AlwaysAllow' })],
    ask: (scene) => scene.evict('broken'),
    seen: evicted,
  });
});

describe('a dry run of an eviction', () => {
  const dry = { deleteOptions: { dryRun: ['All'] } };

  answerAlike('that is allowed changes nothing', {
    given: [aStatefulSet(3), aBudget({ maxUnavailable: 1 })],
    ask: async (scene) => {
      const answers = [await scene.evict('web-0', dry), await scene.evict('web-1', dry)];
      return [...answers, await allowed(scene)];
    },
    seen: [evicted, evicted, 1],
  });

  answerAlike('that is not allowed is refused alike', {
    given: [aStatefulSet(2), aBudget({ maxUnavailable: 0 })],
    ask: (scene) => scene.evict('web-0', dry),
    seen: refused('The disruption budget web needs 2 healthy pods and has 2 currently'),
  });

  answerAlike('of another uid is refused alike', {
    given: [aPod('web')],
    ask: (scene) =>
      scene.evict('web', {
        deleteOptions: { dryRun: ['All'], preconditions: { uid: '11111111-2222-4333-8444-555555555555' } },
      }),
    seen: { status: 409 },
  });

  answerAlike('may also be asked for in the query', {
    given: [aPod('web')],
    ask: async (scene) => {
      const { status, body } = await scene.ask(`${scene.path('pods', 'web')}/eviction?dryRun=All`, {
        method: 'POST',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'web', namespace: scene.namespace },
          ...dry,
        },
      });
      return { status, body, there: (await scene.ask(scene.path('pods', 'web'))).status };
    },
    seen: { status: 201, there: 200 },
  });

  answerAlike('by the query alone is carried out as a dry run or refused', {
    given: [aPod('web')],
    ask: (scene) =>
      scene.ask(`${scene.path('pods', 'web')}/eviction?dryRun=All`, {
        method: 'POST',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'web', namespace: scene.namespace },
        },
      }),
  });
});

interface EvictedPod {
  readonly metadata: { readonly deletionGracePeriodSeconds: number };
  readonly status: { readonly conditions: readonly { readonly type: string; readonly reason?: string }[] };
}

function slowToEnd() {
  return { annotations: { 'simulator.drydock.dev/exit-seconds': '20' } };
}

function withUid(uid: string) {
  return { deleteOptions: { preconditions: { uid } } };
}

async function allowed(scene: Scene): Promise<number | undefined> {
  return (await scene.read<SceneBudget>('poddisruptionbudgets', 'web')).status?.disruptionsAllowed;
}

async function release(scene: Scene, pod: string): Promise<void> {
  await scene.ask(scene.path('pods', pod), {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: { metadata: { finalizers: null } },
  });
}
