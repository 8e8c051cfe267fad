import type { Budget, KubeEvent, LabelSelector, Pod, ReplicaSet } from '../objects/kinds.ts';
import { selects } from '../objects/label-selector.ts';
import { controllerOf, isFinished, isTerminating } from '../objects/pod-facts.ts';
import { ObjectIndex } from './object-index.ts';
import type { Change, ObjectStore } from './object-store.ts';

/** The name of the group of pods that no node runs. */
const UNBOUND = '';

const EVENT_AGE_STEP_MS = 10 * 60_000;

/** Indexes over a cluster's store, so that controllers need not scan all of it. */
export class ClusterIndex {
  private readonly podsByNode = new ObjectIndex<Pod>(({ spec }) => [spec.nodeName ?? UNBOUND]);
  private readonly podsByOwner = new ObjectIndex<Pod>(ownerGroup);
  private readonly podsByLabel = new ObjectIndex<Pod>(labelGroups);
  private readonly load = new ObjectIndex<Pod>(loadGroups);
  private readonly replicaSetsByOwner = new ObjectIndex<ReplicaSet>(ownerGroup);
  private readonly budgetsByNamespace = new ObjectIndex<Budget>(({ metadata }) => [metadata.namespace ?? '']);
  private readonly eventsBySubject = new ObjectIndex<KubeEvent>((event) => [eventSubject(event)]);
  private readonly eventsByAge = new ObjectIndex<KubeEvent>((event) => [String(ageStep(event))]);
  private readonly ownerUids = new Set<string>();

  constructor(store: ObjectStore) {
    store.listen((change) => this.note(change));
  }

  private note(change: Change): void {
    if (change.plural === 'pods') {
      for (const index of [this.podsByNode, this.podsByOwner, this.podsByLabel, this.load])
        index.note(change.before, change.after);
    } else if (change.plural === 'poddisruptionbudgets') {
      this.budgetsByNamespace.note(change.before, change.after);
    } else if (change.plural === 'events') {
      this.eventsBySubject.note(change.before, change.after);
      this.eventsByAge.note(change.before, change.after);
    } else {
      if (change.plural === 'replicasets') this.replicaSetsByOwner.note(change.before, change.after);
      this.noteOwner(change.before, change.after);
    }
  }

  private noteOwner(before: Owner | undefined, after: Owner | undefined): void {
    if (before !== undefined) this.ownerUids.delete(before.metadata.uid);
    if (after !== undefined) this.ownerUids.add(after.metadata.uid);
  }

  podsOn(node: string): readonly Pod[] {
    return this.podsByNode.in(node);
  }

  unboundPods(): readonly Pod[] {
    return this.podsByNode.in(UNBOUND);
  }

  /** The pods whose controller has this uid. */
  podsOwnedBy(uid: string): readonly Pod[] {
    return this.podsByOwner.in(uid);
  }

  replicaSetsOwnedBy(uid: string): readonly ReplicaSet[] {
    return this.replicaSetsByOwner.in(uid);
  }

  /** Whether anything that may own pods has this uid. */
  isOwner(uid: string): boolean {
    return this.ownerUids.has(uid);
  }

  podsIn(namespace: string): readonly Pod[] {
    return this.podsByLabel.in(namespace);
  }

  /** The pods of a namespace that a selector picks. */
  podsSelected(namespace: string, selector: LabelSelector | undefined): readonly Pod[] {
    const [first] = Object.entries(selector?.matchLabels ?? {});
    const group = first === undefined ? namespace : labelGroup(namespace, ...first);
    return this.podsByLabel.in(group).filter(({ metadata }) => selects(selector, metadata.labels));
  }

  budgetsIn(namespace: string): readonly Budget[] {
    return this.budgetsByNamespace.in(namespace);
  }

  /** The budgets whose selector picks a pod. */
  budgetsOf({ metadata }: Pod): readonly Budget[] {
    return this.budgetsIn(metadata.namespace ?? '').filter(({ spec }) =>
      selects(spec.selector, metadata.labels),
    );
  }

  /** How many live pods a node runs, in all and of one owner. */
  loadOf(node: string, owner: string | undefined): { readonly total: number; readonly siblings: number } {
    const siblings = owner === undefined ? 0 : this.load.count(`${node} ${owner}`);
    return { total: this.load.count(node), siblings };
  }

  /** The event that says the same of the same object. */
  repeatedEvent(subject: string): KubeEvent | undefined {
    return this.eventsBySubject.in(subject)[0];
  }

  /** Events last seen before a moment, found in steps of ten minutes. */
  eventsBefore(atMs: number): readonly KubeEvent[] {
    return this.eventsByAge
      .names()
      .filter((step) => (Number(step) + 1) * EVENT_AGE_STEP_MS <= atMs)
      .flatMap((step) => this.eventsByAge.in(step));
  }
}

interface Owner {
  readonly metadata: { readonly uid: string };
}

function ownerGroup(object: Parameters<typeof controllerOf>[0]): readonly string[] {
  const uid = controllerOf(object)?.uid;
  return uid === undefined ? [] : [uid];
}

function labelGroups({ metadata }: Pod): readonly string[] {
  const namespace = metadata.namespace ?? '';
  const labels = Object.entries(metadata.labels ?? {});
  return [namespace, ...labels.map(([key, value]) => labelGroup(namespace, key, value))];
}

function labelGroup(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function loadGroups(pod: Pod): readonly string[] {
  const { nodeName } = pod.spec;
  if (nodeName === undefined || isTerminating(pod) || isFinished(pod)) return [];
  const owner = controllerOf(pod)?.uid;
  return owner === undefined ? [nodeName] : [nodeName, `${nodeName} ${owner}`];
}

/** What makes two events the same one. */
export function eventSubject({ involvedObject, reason, message }: EventFacts): string {
  const { kind, namespace, name, uid } = involvedObject;
  return JSON.stringify([kind, namespace, name, uid, reason, message]);
}

interface EventFacts {
  readonly involvedObject: {
    readonly kind?: string | undefined;
    readonly namespace?: unknown;
    readonly name?: string | undefined;
    readonly uid?: unknown;
  };
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
}

function ageStep({ lastTimestamp, metadata }: KubeEvent): number {
  return Math.floor(Date.parse(lastTimestamp ?? metadata.creationTimestamp) / EVENT_AGE_STEP_MS);
}
