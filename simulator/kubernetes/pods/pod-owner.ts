import { controllerOf } from '../objects/pod-facts.ts';
import { type Change, keyOf } from '../store/object-store.ts';

/** The key of the controller of a changed pod, if it is of that kind. */
export function keyOfOwner({ plural, before, after }: Change, kind: string): readonly string[] {
  if (plural !== 'pods') return [];
  const pod = after ?? before!;
  const owner = controllerOf(pod);
  if (owner?.kind !== kind) return [];
  return [keyOf({ namespace: pod.metadata.namespace, name: owner.name })];
}
