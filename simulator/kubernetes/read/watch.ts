import type { AnyKind } from '../objects/kinds.ts';
import { groupVersion, type Resource } from '../objects/resource-catalogue.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { Change } from '../store/object-store.ts';
import type { Target } from '../wire/resource-target.ts';
import { badOption, problem } from '../wire/status-answer.ts';
import type { ChangeLog } from './change-log.ts';
import { readSelection, type Selection } from './selection.ts';

/** Where the events of a watch go, one JSON document each. */
interface WatchSink {
  readonly send: (event: WatchEvent) => void;
  readonly end: () => void;
}

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** Starts a watch and answers how to stop it. */
export type Watch = (sink: WatchSink) => () => void;

export interface WatchSource {
  readonly state: ClusterState;
  readonly log: ChangeLog;
  /** An object as this watcher wants to see it. */
  readonly shown: (object: AnyKind) => unknown;
}

interface WatchRequest {
  readonly resource: Resource;
  readonly selection: Selection;
  /** Undefined: begin with everything there is. */
  readonly since: number | undefined;
  readonly hasBookmarks: boolean;
  /** Whether a bookmark says where the objects that were there at the beginning end. */
  readonly marksBeginning: boolean;
  readonly timeoutMs: number;
}

const BOOKMARK_INTERVAL_MS = 10_000;
const DEFAULT_TIMEOUT_SECONDS = 1800;

/**
 * A watch on a collection, as its query asks for: from a `resourceVersion` on, or from everything there is where
 * none (or 0) is given. `timeoutSeconds` is real time. Throws 400 for a query that cannot be read, 422 for one that
 * contradicts itself.
 */
export function answerWatch(source: WatchSource, target: Target, query: URLSearchParams): Watch {
  const request = readRequest(target, query);
  return (sink) => run(source, request, sink);
}

function readRequest(target: Target, query: URLSearchParams): WatchRequest {
  const version = query.get('resourceVersion') ?? '';
  const seconds = query.get('timeoutSeconds') ?? '';
  if (!/^\d*$/.test(version)) throw problem('BadRequest', `invalid resourceVersion: ${version}`);
  if (!/^\d*$/.test(seconds)) throw problem('BadRequest', `invalid timeoutSeconds: ${seconds}`);
  const sendsInitial = query.get('sendInitialEvents');
  if (sendsInitial !== null && query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw badOption('ListOptions', 'resourceVersionMatch', 'sendInitialEvents requires NotOlderThan');
  const isFromNothing = version === '' || version === '0';
  const hasBookmarks = ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '');
  return {
    resource: target.resource,
    selection: readSelection(target, query),
    since: sendsInitial === 'true' || (isFromNothing && sendsInitial === null) ? undefined : Number(version),
    hasBookmarks,
    marksBeginning: sendsInitial === 'true' && hasBookmarks,
    timeoutMs: Number(seconds || DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

function run({ state, log, shown }: WatchSource, request: WatchRequest, sink: WatchSink): () => void {
  const { store } = state;
  const tell = (change: Change) => {
    const event = eventOf(change, request);
    if (event !== undefined) sink.send({ ...event, object: shown(event.object) });
  };
  const mark = (annotations?: Readonly<Record<string, string>>) => {
    if (!request.hasBookmarks) return;
    sink.send({ type: 'BOOKMARK', object: bookmark(request.resource, store.revision, annotations) });
  };
  if (request.since === undefined) {
    for (const object of store.all(request.resource.plural).filter(request.selection.isMeant))
      sink.send({ type: 'ADDED', object: shown(object) });
    if (request.marksBeginning) mark({ 'k8s.io/initial-events-end': 'true' });
  } else {
    const missed = log.after(request.since);
    if (missed === undefined) return refuse(sink, request.since, log.oldest);
    for (const change of missed) tell(change);
  }
  const since = request.since ?? 0;
  const stopListening = store.listen((change) => {
    if (change.revision > since) tell(change);
  });
  const bookmarks = setInterval(() => mark(), BOOKMARK_INTERVAL_MS).unref();
  const stop = () => {
    stopListening();
    clearInterval(bookmarks);
    clearTimeout(timeout);
  };
  const timeout = setTimeout(() => {
    mark();
    stop();
    sink.end();
  }, request.timeoutMs).unref();
  return stop;
}

// The stream begins well and ends with the refusal, as the real server's watch cache does it.
function refuse(sink: WatchSink, since: number, oldest: number): () => void {
  const { answer } = problem('Expired', `too old resource version: ${since} (${oldest})`);
  sink.send({ type: 'ERROR', object: answer });
  sink.end();
  return () => undefined;
}

/** What a change is to someone who sees only a selection: an object may come into sight or go out of it. */
function eventOf(
  { plural, before, after, revision }: Change,
  { resource, selection }: WatchRequest,
): { readonly type: WatchEvent['type']; readonly object: AnyKind } | undefined {
  if (plural !== resource.plural) return undefined;
  const wasSeen = before !== undefined && selection.isMeant(before);
  const isSeen = after !== undefined && selection.isMeant(after);
  if (isSeen) return { type: wasSeen ? 'MODIFIED' : 'ADDED', object: after };
  if (!wasSeen) return undefined;
  const metadata = { ...before.metadata, resourceVersion: String(revision) };
  return { type: 'DELETED', object: { ...before, metadata } as AnyKind };
}

function bookmark(resource: Resource, revision: number, annotations?: Readonly<Record<string, string>>) {
  const metadata = { resourceVersion: String(revision), creationTimestamp: null, annotations };
  return { kind: resource.kind, apiVersion: groupVersion(resource), metadata };
}
