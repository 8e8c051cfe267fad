import { describe } from 'vitest';
import { openBothClusters } from '../clusters/both-clusters.ts';
import { aPod } from '../clusters/manifests.ts';
import type { Scene } from '../clusters/scene.ts';
import { gist } from '../clusters/wire.ts';

const { answerAlike } = openBothClusters('watches', 1);

interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly apiVersion?: string;
    readonly code?: number;
    readonly reason?: string;
    readonly message?: string;
    readonly status?: unknown;
    readonly metadata: {
      readonly name?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
      readonly resourceVersion?: string;
    };
  };
}

const placed = ['a', 'b'].map((name) => aPod(name, { unplaceable: true }));

describe('a watch', () => {
  answerAlike('goes on from a list with what happened since, in its order', {
    given: placed,
    ask: async (scene) => {
      const since = await versionNow(scene);
      await label(scene, 'a', 'blue');
      await scene.ask(scene.path('pods', 'b'), { method: 'DELETE', body: { gracePeriodSeconds: 0 } });
      return told(await watch(scene, `resourceVersion=${since}&timeoutSeconds=1`));
    },
    seen: ['MODIFIED a', 'MODIFIED b', 'DELETED b'],
  });

  answerAlike('shows what comes into its selection as added, and what leaves it as deleted', {
    given: placed,
    ask: async (scene) => {
      const since = await versionNow(scene);
      await label(scene, 'a', 'blue');
      await label(scene, 'a', 'red');
      const selector = 'labelSelector=color%3Dblue';
      const events = await watch(scene, `resourceVersion=${since}&timeoutSeconds=1&${selector}`);
      return events.map(({ type, object }) => `${type} ${object.metadata.labels?.color}`);
    },
    seen: ['ADDED blue', 'DELETED blue'],
  });

  answerAlike('without a moment to begin from begins with everything', {
    given: placed,
    ask: async (scene) => told(await watch(scene, 'timeoutSeconds=1')).toSorted(),
    seen: ['ADDED a', 'ADDED b'],
  });

  answerAlike('for bookmarks gets one before it ends, of a kind and a moment', {
    given: placed,
    ask: async (scene) => {
      const since = await versionNow(scene);
      const query = `resourceVersion=${since}&allowWatchBookmarks=true&timeoutSeconds=6`;
      const last = (await watch(scene, query)).at(-1)!;
      const { kind, apiVersion, metadata } = last.object;
      return {
        type: last.type,
        kind,
        apiVersion,
        hasMoment: /^\d+$/.test(metadata.resourceVersion!),
      };
    },
    seen: { type: 'BOOKMARK', kind: 'Pod', apiVersion: 'v1', hasMoment: true },
  });

  answerAlike('that asks for the beginning is told where it ends', {
    given: placed,
    ask: async (scene) => {
      const query =
        'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1';
      const events = await watch(scene, query);
      const { type, object } = events[2]!;
      return [told(events.slice(0, 2)).toSorted(), type, object.metadata.annotations];
    },
    seen: [['ADDED a', 'ADDED b'], 'BOOKMARK', { 'k8s.io/initial-events-end': 'true' }],
  });

  answerAlike('from a moment that is long gone is told so in the stream', {
    given: placed,
    ask: async (scene) => {
      const { status, body } = await scene.ask(
        `${scene.path('pods')}?watch=1&resourceVersion=1&timeoutSeconds=1`,
      );
      const event = body as WatchEvent;
      const message = event.object.message?.replaceAll(/\d+/g, 'N');
      return { status, event: { ...event, object: { ...event.object, message } } };
    },
    seen: { status: 200, event: { type: 'ERROR', object: { code: 410, reason: 'Expired' } } },
  });

  for (const query of [
    'timeoutSeconds=1&sendInitialEvents=true',
    'timeoutSeconds=1&fieldSelector=spec.color%3Dred',
    'timeoutSeconds=soon',
  ])
    answerAlike(`is refused with ?watch=1&${decodeURIComponent(query)}`, {
      ask: async (scene) => gist(await scene.ask(`${scene.path('pods')}?watch=1&${query}`)),
    });

  answerAlike('of one object by the name of it', {
    given: placed,
    ask: async (scene) => told(await watch(scene, 'timeoutSeconds=1&fieldSelector=metadata.name%3Da')),
    seen: ['ADDED a'],
  });
});

async function versionNow(scene: Scene): Promise<string> {
  const { body } = await scene.ask(scene.path('pods'));
  return (body as { readonly metadata: { readonly resourceVersion: string } }).metadata.resourceVersion;
}

async function watch(scene: Scene, query: string): Promise<readonly WatchEvent[]> {
  const { body } = await scene.ask(`${scene.path('pods')}?watch=1&${query}`);
  return (body === null ? [] : Array.isArray(body) ? body : [body]) as readonly WatchEvent[];
}

function told(events: readonly WatchEvent[]): readonly string[] {
  return events.map(({ type, object }) => `${type} ${object.metadata.name}`);
}

async function label(scene: Scene, pod: string, color: string): Promise<void> {
  await scene.ask(scene.path('pods', pod), {
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    body: { metadata: { labels: { color } } },
  });
}
