import { describe, expect, inject, it } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aDeployment, aPod } from '../clusters/manifests.ts';
import { gist, openWire } from '../clusters/wire.ts';

const { answerAlike } = openBothClusters('refusals', 1);
const access = inject('controlPlane');

describe('an unknown user', () => {
  for (const token of ['wrong', ''])
    answerAlike(`is told 401 with ${token === '' ? 'no' : 'a wrong'} token`, {
      ask: (scene) => scene.ask(scene.path('pods'), { token }),
      seen: { status: 401, body: { kind: 'Status', reason: 'Unauthorized', code: 401 } },
    });
});

/** The simulator permits everything to every known identity (docs/simulator.md). */
describe.skipIf(access === null)('whoever may not', () => {
  it.each([
    [
      'GET',
      '/api/v1/pods',
      'pods is forbidden: User "stranger" cannot list resource "pods" in API group "" at the cluster scope',
    ],
    [
      'POST',
      '/api/v1/namespaces/shop/pods/web/eviction',
      'pods "web" is forbidden: User "stranger" cannot create resource "pods/eviction" in API group "" in the namespace "shop"',
    ],
  ])('is told 403 and what is missing: %s %s', async (method, path, message) => {
    const wire = openWire(access!.strangersKubeconfig);
    const answer = await wire.ask(path, { method, ...(method === 'POST' && { body: {} }) });
    wire.close();
    expect(answer).toMatchObject({ status: 403, body: { reason: 'Forbidden', message, code: 403 } });
  });
});

describe('a request', () => {
  for (const path of ['/api/v1/things', '/apis/none/v1/things', '/nothing', '/api/v2/pods'])
    answerAlike(`for ${path} is told that nothing is there`, {
      ask: (scene) => scene.ask(path),
      seen: { status: 404 },
    });

  answerAlike('for an object that is not there is told its kind and its name', {
    ask: (scene) => scene.ask(scene.path('deployments', 'nobody')),
    seen: { status: 404, body: { details: { name: 'nobody', group: 'apps', kind: 'deployments' } } },
  });

  answerAlike('for a subresource that is not there is told so', {
    given: [aPod('web')],
    ask: (scene) => scene.ask(`${scene.path('pods', 'web')}/nothing`),
    seen: { status: 404 },
  });

  answerAlike('by a method that is not for it is refused', {
    given: [aPod('web')],
    ask: (scene) => scene.ask(`${scene.path('pods', 'web')}/eviction`),
    seen: { status: 405 },
  });

  answerAlike('for another media type is refused', {
    ask: async (scene) => gist(await scene.ask(scene.path('pods'), { accept: 'text/html' })),
    seen: { status: 406 },
  });

  answerAlike('with a body of another media type is refused', {
    ask: async (scene) =>
      gist(
        await scene.ask(scene.path('pods'), { method: 'POST', contentType: 'text/plain', body: 'nonsense' }),
      ),
    seen: { status: 415 },
  });
});

describe('a new object', () => {
  for (const [title, plural, body] of [
    ['without a name', 'poddisruptionbudgets', { metadata: {} }],
    ['of another kind', 'pods', { kind: 'Node', apiVersion: 'v1', metadata: { name: 'web' } }],
    ['of another group', 'pods', { kind: 'Pod', apiVersion: 'apps/v1', metadata: { name: 'web' } }],
    [
      'with a name that is none',
      'pods',
      { metadata: { name: 'No Name' }, spec: { containers: [{ name: 'main', image: 'web:1' }] } },
    ],
    ['that is no JSON', 'poddisruptionbudgets', 'nonsense'],
    ['of another namespace', 'poddisruptionbudgets', { metadata: { name: 'web', namespace: 'other' } }],
    [
      'with a budget of both kinds',
      'poddisruptionbudgets',
      { metadata: { name: 'web' }, spec: { minAvailable: 1, maxUnavailable: 1 } },
    ],
  ] as const)
    answerAlike(`${title} is refused`, {
      ask: async (scene) => gist(await scene.ask(scene.path(plural), { method: 'POST', body })),
    });

  answerAlike('of a name that is taken is refused', {
    given: [aBudget({ minAvailable: 1 })],
    ask: (scene) =>
      scene.ask(scene.path('poddisruptionbudgets'), {
        method: 'POST',
        body: { metadata: { name: 'web' }, spec: { minAvailable: 1 } },
      }),
    seen: { status: 409, body: { reason: 'AlreadyExists' } },
  });

  answerAlike('in a namespace that is not there is refused', {
    ask: (scene) =>
      scene.ask('/apis/policy/v1/namespaces/nowhere/poddisruptionbudgets', {
        method: 'POST',
        body: { metadata: { name: 'web' } },
      }),
    seen: { status: 404 },
  });
});

describe('a deletion', () => {
  answerAlike('of a deployment answers with a Status', {
    given: [aDeployment('web', 1)],
    ask: (scene) => scene.ask(scene.path('deployments', 'web'), { method: 'DELETE' }),
    seen: { status: 200, body: { kind: 'Status', status: 'Success', details: { name: 'web' } } },
  });

  answerAlike('of a pod answers with the pod, which ends after its grace period', {
    given: [aPod('web', { annotations: { 'simulator.drydock.dev/exit-seconds': '20' } })],
    ask: async (scene) => {
      const { status, body } = await scene.ask(scene.path('pods', 'web'), { method: 'DELETE' });
      const { kind, metadata } = body as {
        readonly kind: string;
        readonly metadata: {
          readonly deletionGracePeriodSeconds: number;
        };
      };
      return {
        status,
        kind,
        grace: metadata.deletionGracePeriodSeconds,
        ends: 'deletionTimestamp' in metadata,
      };
    },
    seen: { status: 200, kind: 'Pod', grace: 30, ends: true },
  });

  answerAlike('of another uid is a conflict', {
    given: [aPod('web')],
    ask: (scene) =>
      scene.ask(scene.path('pods', 'web'), {
        method: 'DELETE',
        body: { preconditions: { uid: '11111111-2222-4333-8444-555555555555' } },
      }),
    seen: { status: 409, body: { reason: 'Conflict' } },
  });

  answerAlike('of what is not there answers 404', {
    ask: (scene) => scene.ask(scene.path('pods', 'nobody'), { method: 'DELETE' }),
    seen: { status: 404 },
  });

  answerAlike('as a dry run leaves it where it is', {
    given: [aPod('web')],
    ask: async (scene) => {
      const { status } = await scene.ask(`${scene.path('pods', 'web')}?dryRun=All`, { method: 'DELETE' });
      return [status, (await scene.ask(scene.path('pods', 'web'))).status];
    },
    seen: [200, 200],
  });
});
