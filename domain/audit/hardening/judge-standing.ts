import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';
import { gitOpsOwner } from './gitops-owner.ts';
import type { ObjectProposal } from './proposal.ts';

/** What stands in the cluster where a proposal would be applied; null: it is not there. */
export interface Standing {
  readonly namespace: KubernetesObject | null;
  readonly object: KubernetesObject | null;
  /** Of a binding to one namespace: that of the same policy to all. */
  readonly wider?: KubernetesObject | null;
}

/** Why a proposal must not be applied there, whatever the server says; null: nothing speaks against it. */
export function whyNotToApply(
  { namespace, object: proposed }: ObjectProposal,
  standing: Standing,
  fieldManager: string,
): string | null {
  if (namespace !== null && standing.namespace === null) return `namespace ${namespace} no longer exists`;
  // kured writes its lock where it stands: no source says it, and no one puts it back.
  if (proposed.kind === 'DaemonSet') return standing.object === null ? 'kured no longer exists' : null;
  const owner = gitOpsOwner(standing.namespace ?? {}) ?? gitOpsOwner(standing.object ?? {});
  if (owner !== null)
    return `managed by ${owner}, which would revert the change: make it in the source of ${owner}`;
  if (
    actionsOf(proposed).includes('Deny') &&
    ![standing.object, standing.wider ?? null].flatMap(actionsOf).some(isSeen)
  )
    return 'its policy does not warn yet: apply --enforcement warn first';
  const isOfNamespace = proposed.kind === 'Namespace';
  if (isOfNamespace || standing.object === null || isManagedBy(standing.object, fieldManager)) return null;
  return 'an object of that name exists and was not created by Drydock';
}

/** Whoever violates the policy has been told so. */
function isSeen(action: unknown): boolean {
  return action === 'Warn' || action === 'Deny';
}

function actionsOf(binding: KubernetesObject | null): readonly unknown[] {
  const spec = isObject(binding?.spec) ? binding.spec : {};
  return Array.isArray(spec.validationActions) ? spec.validationActions : [];
}

function isManagedBy({ metadata }: KubernetesObject, fieldManager: string): boolean {
  const entries = isObject(metadata) && Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
  return entries.filter(isObject).some(({ manager }) => manager === fieldManager);
}

/** Whether an object has every field of the other, with its value. */
export function holdsAll(object: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(object) &&
      object.length === wanted.length &&
      wanted.every((each, index) => holdsAll(object[index], each))
    );
  if (!isObject(wanted)) return object === wanted;
  return isObject(object) && Object.entries(wanted).every(([key, value]) => holdsAll(object[key], value));
}
