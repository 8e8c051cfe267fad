import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aBudget, aPod } from '../clusters/manifests.ts';
import type { Scene } from '../clusters/scene.ts';
import { type Answer, gist } from '../clusters/wire.ts';

const { answerAlike } = openBothClusters('lists');

const five = ['a', 'b', 'c', 'd', 'e'].map((name) => aPod(name, { app: name < 'c' ? 'web' : 'db' }));

describe('a list', () => {
  answerAlike('says what it is, its items do not', {
    given: [aBudget({ maxUnavailable: 1 })],
    ask: async (scene) => {
      const { status, contentType, body } = await scene.ask(scene.path('poddisruptionbudgets'));
      const { items, ...rest } = body as { readonly items: readonly object[] };
      return { status, contentType, rest, fields: Object.keys(items[0]!).sort() };
    },
    seen: { status: 200, rest: { kind: 'PodDisruptionBudgetList', apiVersion: 'policy/v1' } },
  });

  answerAlike('of nothing has an empty list of items', {
    ask: async (scene) => (await scene.ask(scene.path('deployments'))).body,
    seen: { kind: 'DeploymentList', items: [] },
  });

  answerAlike('of a namespace that is not there is empty', {
    ask: async (scene) => (await scene.ask('/api/v1/namespaces/nowhere/pods')).body,
    seen: { kind: 'PodList', items: [] },
  });

  for (const selector of [
    'labelSelector=app%3Dweb',
    'labelSelector=app%21%3Dweb',
    'labelSelector=app%20in%20(web,none)',
    'labelSelector=app%20notin%20(web)',
    'labelSelector=%21app',
    'labelSelector=app',
    'fieldSelector=metadata.name%3Dc',
    'fieldSelector=metadata.name%21%3Dc',
    'fieldSelector=status.phase%3DRunning',
    'fieldSelector=spec.nodeName%3Dnobody',
  ])
    answerAlike(`picks by ${decodeURIComponent(selector)}`, {
      given: five,
      ask: async (scene) => names(await scene.ask(`${scene.path('pods')}?${selector}`)),
    });

  answerAlike('picks by a node', {
    given: five,
    ask: async (scene) => {
      const counts = await Promise.all(
        [0, 1, 2].map(async (index) => {
          const selector = encodeURIComponent(`spec.nodeName=lists-${index}`);
          return names(await scene.ask(`${scene.path('pods')}?fieldSelector=${selector}`)).length;
        }),
      );
      return { all: counts.reduce((sum, count) => sum + count, 0) };
    },
    seen: { all: 5 },
  });

  for (const query of [
    'fieldSelector=spec.color%3Dred',
    'fieldSelector=nonsense',
    'labelSelector=a%3D%3D%3Db',
    'limit=many',
    'continue=nonsense',
    'resourceVersion=yesterday',
  ])
    answerAlike(`is refused with ?${decodeURIComponent(query)}`, {
      ask: async (scene) => gist(await scene.ask(`${scene.path('pods')}?${query}`)),
    });
});

describe('a list by pages', () => {
  answerAlike('has as many items as asked for, and says how many are left', {
    given: five,
    ask: (scene) => walk(scene, 'limit=2'),
    seen: [
      { names: ['a', 'b'], left: 3, hasMore: true },
      { names: ['c', 'd'], left: 1, hasMore: true },
      { names: ['e'], left: null, hasMore: false },
    ],
  });

  answerAlike('of a selection does not say how many are left', {
    given: five,
    ask: (scene) => walk(scene, 'limit=2&labelSelector=app%3Ddb'),
    seen: [
      { names: ['c', 'd'], left: null, hasMore: true },
      { names: ['e'], left: null, hasMore: false },
    ],
  });

  answerAlike('shows on all pages the moment of the first', {
    given: five,
    ask: async (scene) => {
      const first = await scene.ask(`${scene.path('pods')}?limit=2`);
      await scene.ask(scene.path('pods', 'd'), {
        method: 'DELETE',
        body: { gracePeriodSeconds: 0 },
      });
      const token = encodeURIComponent(continueOf(first)!);
      const rest = await scene.ask(`${scene.path('pods')}?limit=9&continue=${token}`);
      return { rest: names(rest), sameMoment: versionOf(first) === versionOf(rest) };
    },
    seen: { rest: ['c', 'd', 'e'], sameMoment: true },
  });

  answerAlike('is told that its token is too old, and given another one for the inconsistent rest', {
    given: five,
    ask: async (scene) => {
      const first = await scene.ask(`${scene.path('pods')}?limit=2`);
      const late = await scene.ask(
        `${scene.path('pods')}?limit=2&continue=${encodeURIComponent(aged(continueOf(first)!))}`,
      );
      const again = encodeURIComponent(continueOf(late)!);
      const rest = await scene.ask(`${scene.path('pods')}?limit=2&continue=${again}`);
      return { late, rest: names(rest) };
    },
    seen: { late: { status: 410, body: { reason: 'Expired', code: 410 } }, rest: ['c', 'd'] },
  });
});

interface ListBody {
  readonly metadata: {
    readonly continue?: string;
    readonly remainingItemCount?: number;
    readonly resourceVersion?: string;
  };
  readonly items?: readonly { readonly metadata: { readonly name: string } }[];
}

function names({ body }: Answer): readonly string[] {
  return ((body as ListBody).items ?? []).map(({ metadata }) => metadata.name);
}

function continueOf({ body }: Answer): string | undefined {
  return (body as ListBody).metadata.continue || undefined;
}

function versionOf({ body }: Answer): string | undefined {
  return (body as ListBody).metadata.resourceVersion;
}

/** Tokens are JSON in base64: this one's moment becomes the beginning of time. */
function aged(token: string): string {
  const content = JSON.parse(Buffer.from(token, 'base64url').toString()) as object;
  return Buffer.from(JSON.stringify({ ...content, rv: 1 })).toString('base64url');
}

async function walk(scene: Scene, query: string) {
  const pages = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page = await scene.ask(
      `${scene.path('pods')}?${query}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`,
    );
    token = continueOf(page);
    const left = (page.body as ListBody).metadata.remainingItemCount ?? null;
    pages.push({ names: names(page), left, hasMore: token !== undefined });
  }
  return pages;
}
