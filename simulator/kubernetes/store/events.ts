import { eventSubject } from './cluster-index.ts';
import type { ClusterState } from './cluster-state.ts';

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
  const subject = { involvedObject: note.object, reason: note.reason, message: note.message };
  const repeated = state.index.repeatedEvent(eventSubject(subject));
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

function dropOldEvents(state: ClusterState): void {
  for (const event of state.index.eventsBefore(state.now() - EVENT_LIFETIME_MS)) {
    state.store.remove('events', event.metadata);
  }
}
