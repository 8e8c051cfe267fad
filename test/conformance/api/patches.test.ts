import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aPod, aStatefulSet } from '../clusters/manifests.ts';
import type { Plural, Scene } from '../clusters/scene.ts';
import { type Answer, gist } from '../clusters/wire.ts';

const { answerAlike } = openBothClusters('patches', 1);

const node = 'patches-0';
const json = 'application/json-patch+json';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
const apply = 'application/apply-patch+yaml';

type Target = readonly [plural: Plural, name: string];

function patch(scene: Scene, [plural, name]: Target, contentType: string, body: unknown, query = '') {
  return scene.ask(`${scene.path(plural, name)}${query}`, { method: 'PATCH', contentType, body });
}

interface Patched {
  readonly metadata: {
    readonly labels?: object;
    readonly annotations?: object;
    readonly finalizers?: readonly string[];
  };
  readonly spec: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string }[];
    readonly template?: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const bodyOf = ({ body }: Answer) => body as Patched;
const pod: Target = ['pods', 'web'];
const web = aPod('web', { unplaceable: true });

describe('a patch', () => {
  for (const [contentType, body] of [
    [merge, { metadata: { labels: { app: null, tier: 'front' } } }],
    [strategic, { metadata: { labels: { app: null, tier: 'front' } } }],
    [
      json,
      [
        { op: 'test', path: '/metadata/labels/app', value: 'web' },
        { op: 'remove', path: '/metadata/labels/app' },
        { op: 'add', path: '/metadata/labels/tier', value: 'front' },
      ],
    ],
  ] as const)
    answerAlike(`of type ${contentType} adds and removes labels`, {
      given: [web],
      ask: async (scene) => {
        const answer = await patch(scene, pod, contentType, body);
        return [answer.status, bodyOf(answer).metadata.labels];
      },
      seen: [200, { tier: 'front' }],
    });

  answerAlike('by strategic merge joins containers by their name', {
    given: [aStatefulSet(1)],
    ask: async (scene) => {
      const containers = [{ name: 'side', image: 'side:1' }];
      const body = { spec: { template: { spec: { containers } } } };
      const answer = await patch(scene, ['statefulsets', 'web'], strategic, body);
      return bodyOf(answer).spec.template!.spec.containers.map(({ name }) => name);
    },
    seen: ['side', 'main'],
  });

  answerAlike('by strategic merge puts what is new as early as it may', {
    given: [aStatefulSet(1)],
    ask: async (scene) => {
      const seen = [];
      for (const names of [['side'], ['main', 'late'], ['early', 'side'], ['late', 'side']]) {
        const containers = names.map((name) => ({ name, image: `${name}:1` }));
        const body = { spec: { template: { spec: { containers } } } };
        const answer = await patch(scene, ['statefulsets', 'web'], strategic, body);
        seen.push(
          bodyOf(answer)
            .spec.template!.spec.containers.map(({ name }) => name)
            .join(' '),
        );
      }
      return seen;
    },
  });

  answerAlike('by strategic merge unites finalizers', {
    given: [web],
    ask: async (scene) => {
      const seen = [];
      for (const finalizers of [['example.com/a'], ['example.com/b'], ['example.com/a', 'example.com/c']]) {
        const answer = await patch(scene, pod, strategic, { metadata: { finalizers } });
        seen.push(bodyOf(answer).metadata.finalizers?.join(' '));
      }
      await patch(scene, pod, merge, { metadata: { finalizers: null } });
      return seen;
    },
  });

  answerAlike('by merge replaces containers', {
    given: [aStatefulSet(1)],
    ask: async (scene) => {
      const containers = [{ name: 'side', image: 'side:1' }];
      const body = { spec: { template: { spec: { containers } } } };
      const answer = await patch(scene, ['statefulsets', 'web'], merge, body);
      return bodyOf(answer).spec.template!.spec.containers.map(({ name }) => name);
    },
    seen: ['side'],
  });

  answerAlike('as a dry run shows what would be, and changes nothing', {
    given: [web],
    ask: async (scene) => {
      const answer = await patch(scene, pod, merge, { metadata: { labels: { a: 'b' } } }, '?dryRun=All');
      return [bodyOf(answer).metadata.labels, (await scene.read<Patched>(...pod)).metadata.labels];
    },
    seen: [{ app: 'web', a: 'b' }, { app: 'web' }],
  });

  for (const [title, contentType, body] of [
    ['a test that fails', json, [{ op: 'test', path: '/metadata/labels/app', value: 'db' }]],
    ['a path that leads nowhere', json, [{ op: 'remove', path: '/metadata/labels/none' }]],
    ['an object in place of a list of operations', json, { spec: {} }],
    ['an unknown operation', json, [{ op: 'jump', path: '/metadata' }]],
    ['no JSON', merge, 'nonsense'],
    ['another type of patch', 'application/json', { spec: {} }],
    ['no type of patch', 'text/plain', 'nonsense'],
    ['another name', merge, { metadata: { name: 'other' } }],
    ['another uid', merge, { metadata: { uid: '11111111-2222-4333-8444-555555555555' } }],
    ['an old resource version', merge, { metadata: { resourceVersion: '1', labels: { a: 'b' } } }],
    ['a label that is none', merge, { metadata: { labels: { 'a b': 'c' } } }],
    ['an apply without a manager', apply, { metadata: { labels: { a: 'b' } } }],
  ] as const)
    answerAlike(`is refused for ${title}`, {
      given: [web],
      ask: async (scene) => gist(await patch(scene, pod, contentType, body)),
    });

  answerAlike('of what is not there answers 404', {
    ask: (scene) => patch(scene, pod, merge, {}),
    seen: { status: 404 },
  });

  answerAlike('that asks for a dry run in a way that nobody knows is refused', {
    given: [web],
    ask: async (scene) => gist(await patch(scene, pod, merge, {}, '?dryRun=Some')),
    seen: { status: 422, reason: 'Invalid' },
  });
});

describe('server-side apply', () => {
  const budget: Target = ['poddisruptionbudgets', 'web'];
  const applied = (scene: Scene, manager: string, minAvailable: number, force = false) =>
    patch(
      scene,
      budget,
      apply,
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web' },
        spec: { minAvailable },
      },
      `?fieldManager=${manager}${force ? '&force=true' : ''}`,
    );

  answerAlike('makes what is not there', {
    ask: async (scene) => ({ status: (await applied(scene, 'one', 1)).status }),
    seen: { status: 201 },
  });

  answerAlike('of what another manager has applied is a conflict that names the field', {
    ask: async (scene) => {
      await applied(scene, 'one', 1);
      return applied(scene, 'two', 2);
    },
    seen: { status: 409, body: { reason: 'Conflict' } },
  });

  answerAlike('may take it over', {
    ask: async (scene) => {
      await applied(scene, 'one', 1);
      const { status, body } = await applied(scene, 'two', 2, true);
      return { status, spec: (body as { readonly spec: unknown }).spec };
    },
    seen: { status: 200, spec: { minAvailable: 2 } },
  });
});

describe('a patch of a node', () => {
  const target: Target = ['nodes', node];
  const now = async (scene: Scene) => {
    const { spec } = await scene.read<Patched>(...target);
    return { unschedulable: spec.unschedulable ?? false };
  };

  for (const contentType of [merge, strategic])
    answerAlike(`of type ${contentType} cordons, and null or false open it again`, {
      ask: async (scene) => {
        const seen = [];
        for (const unschedulable of [true, null, true, false]) {
          const { status } = await patch(scene, target, contentType, { spec: { unschedulable } });
          seen.push({ status, ...(await now(scene)) });
        }
        return seen;
      },
      seen: [true, false, true, false].map((unschedulable) => ({ status: 200, unschedulable })),
    });

  answerAlike('keeps what others have annotated', {
    ask: async (scene) => {
      await patch(scene, target, merge, { metadata: { annotations: { theirs: 'a' } } });
      await patch(scene, target, merge, { metadata: { annotations: { ours: 'b' } } });
      const answer = await patch(scene, target, merge, { metadata: { annotations: { ours: null } } });
      const { theirs, ours } = bodyOf(answer).metadata.annotations as Readonly<Record<string, string>>;
      await patch(scene, target, merge, { metadata: { annotations: { theirs: null } } });
      return { theirs, ours };
    },
    seen: { theirs: 'a' },
  });

  answerAlike('by strategic merge joins taints by their key', {
    ask: async (scene) => {
      const taint = (key: string) => ({ key, effect: 'PreferNoSchedule' });
      await patch(scene, target, strategic, { spec: { taints: [taint('one')] } });
      const answer = await patch(scene, target, strategic, { spec: { taints: [taint('two')] } });
      await patch(scene, target, merge, { spec: { taints: null } });
      return bodyOf(answer).spec.taints;
    },
  });

  answerAlike('of its status joins conditions by their type', {
    ask: async (scene) => {
      const conditions = [{ type: 'KernelDeadlock', status: 'False' }];
      const answer = await scene.ask(`${scene.path(...target)}/status`, {
        method: 'PATCH',
        contentType: strategic,
        body: { status: { conditions } },
      });
      return bodyOf(answer)
        .status!.conditions!.map(({ type }) => type)
        .toSorted();
    },
    seen: ['DiskPressure', 'KernelDeadlock', 'MemoryPressure', 'PIDPressure', 'Ready'],
  });

  answerAlike('does not reach its status by the object, nor its object by the status', {
    ask: async (scene) => {
      const labels = { sneaked: 'in' };
      const phase = 'Sneaked';
      await patch(scene, target, merge, { status: { phase } });
      await scene.ask(`${scene.path(...target)}/status`, {
        method: 'PATCH',
        contentType: merge,
        body: { spec: { unschedulable: true }, status: {} },
      });
      const after = await scene.read<Patched & { status: { phase?: string } }>(...target);
      return { phase: after.status.phase ?? null, unschedulable: after.spec.unschedulable ?? false, labels };
    },
    seen: { unschedulable: false },
  });
});

describe('a replacement', () => {
  answerAlike('of an old version is a conflict', {
    given: [aBudget({ minAvailable: 1 })],
    ask: async (scene) => {
      const path = scene.path('poddisruptionbudgets', 'web');
      const body = (await scene.ask(path)).body as { metadata: { labels?: object } };
      await patch(scene, ['poddisruptionbudgets', 'web'], merge, { metadata: { labels: { a: 'b' } } });
      return scene.ask(path, { method: 'PUT', body });
    },
    seen: { status: 409, body: { reason: 'Conflict' } },
  });
});
