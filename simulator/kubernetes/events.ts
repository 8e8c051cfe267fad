import type { ClusterState } from './cluster-state.ts';
import type { KubeEvent } from './kinds.ts';

const EVENT_LIFETIME_MS = 60 * 60_000;

export interface InvolvedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
}

export interface EventNote {
  readonly object: InvolvedObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

/** Records an event: a repetition counts up, and events older than an hour are dropped, as Kubernetes does. */
export function recordEvent(state: ClusterState, note: EventNote): void {
  dropOldEvents(state);
  const now = state.timestamp();
  const repeated = state.store.all('events').find((event) => isSame(event, note));
  if (repeated !== undefined) {
    const count = (repeated.count ?? 1) + 1;
    state.store.put('events', { ...repeated, count, lastTimestamp: now });
    return;
  }
  const namespace = note.object.namespace ?? 'default';
  const name = `${note.object.name}.${state.suffix(16)}`;
  state.store.put('events', {
    metadata: state.newMetadata({ name, namespace }),
    involvedObject: { ...note.object },
    reason: note.reason,
    message: note.message,
    type: note.type,
    source: { component: note.component },
    reportingComponent: note.component,
    reportingInstance: '',
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
  });
}

function isSame(event: KubeEvent, note: EventNote): boolean {
  return (
    event.reason === note.reason &&
    event.message === note.message &&
    event.involvedObject.kind === note.object.kind &&
    event.involvedObject.name === note.object.name &&
    event.involvedObject.uid === note.object.uid
  );
}

function dropOldEvents(state: ClusterState): void {
  const oldest = state.now() - EVENT_LIFETIME_MS;
  for (const event of state.store.all('events')) {
    const last = Date.parse(event.lastTimestamp ?? event.metadata.creationTimestamp);
    if (last < oldest) state.store.remove('events', event.metadata);
  }
}
