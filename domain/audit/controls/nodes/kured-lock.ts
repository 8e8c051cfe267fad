import { findKured } from '../../../reboot/find-kured.ts';
import { type KuredHold, kuredHolds } from '../../../reboot/kured-lock.ts';
import { daemonSetsOf } from '../../cluster/daemon-sets.ts';
import { type Control, type Finding, info, notApplicable, undecided, warn } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject } from '../../kubernetes/read-shape.ts';

const msPerHour = 3_600_000;
const mostHours = 2;

export const kuredLock: Control = {
  id: 'SB-OS-04',
  title: "kured's lock is not stuck",
  area: 'node-os',
  severity: 'medium',
  rule: "No Ready node holds kured's lock for more than 2 h, and no deleted node holds it; both are warnings.",
  source: 'https://kured.dev/docs/',
  remediation: 'Check the node, then remove the annotation weave.works/kured-node-lock.',
  needs: ['daemon-sets', 'nodes'],
  judge: ({ live, objects, now }) => {
    if (live === null) return notApplicable('files do not show it');
    const daemonSets = daemonSetsOf(objects);
    const kured = findKured(daemonSets);
    if (kured === null) return notApplicable('kured is not installed');
    const { namespace, name, lockAnnotation, concurrency } = kured;
    const resource = `DaemonSet/${namespace}/${name}`;
    const own = daemonSets.find((each) => each.namespace === namespace && each.name === name);
    const lock = own?.annotations[lockAnnotation];
    const holds = lock === undefined ? [] : kuredHolds(lock, concurrency);
    if (holds === null) return [undecided(resource, `the value of ${lockAnnotation} is not a kured lock`)];
    return holds
      .filter(({ until }) => until === null || until > now)
      .map((hold) => judge(resource, hold, stateOf(hold.by, objects), now));
  },
};

function judge(resource: string, { by, since, until }: KuredHold, state: NodeState, now: number): Finding {
  const hours = Math.floor((now - since) / msPerHour);
  const held = `${by} has held the lock for ${hours} h`;
  if (state === 'ready' && hours >= mostHours)
    return { ...warn(resource, `${held} and is Ready`), facts: ['ready'] };
  if (state === 'gone' && until === null)
    return {
      ...warn(resource, `${held}; the node does not exist, and the lock never expires`),
      facts: ['gone'],
    };
  return info(resource, held);
}

type NodeState = 'ready' | 'not-ready' | 'gone';

function stateOf(name: string, objects: readonly KubernetesObject[]): NodeState {
  const node = objects.find(
    ({ kind, metadata }) => kind === 'Node' && isObject(metadata) && metadata.name === name,
  );
  if (node === undefined) return 'gone';
  const conditions = isObject(node.status) ? node.status.conditions : [];
  const isReady = (Array.isArray(conditions) ? conditions : [])
    .filter(isObject)
    .some(({ type, status }) => type === 'Ready' && status === 'True');
  return isReady ? 'ready' : 'not-ready';
}
