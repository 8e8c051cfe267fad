import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import defaults from './default-roles.json' with { type: 'json' };
import type { Binding, RbacSubject, RoleName } from './roles.ts';

/**
 * Roles and bindings that an API server makes and makes again at every start (Kubernetes 1.36), the user-facing roles with their
 * aggregation rules. Written by scripts/dev/generate-default-roles.ts.
 */
export const defaultObjects: readonly KubernetesObject[] = defaults;

const userFacing = ['view', 'edit', 'admin'];
const names = new Set(defaults.map(({ kind, metadata }) => keyOf(kind, metadata)));
const boundByDefault = new Set(
  defaults.flatMap(({ kind, metadata, roleRef, subjects = [] }) =>
    roleRef === undefined ? [] : subjects.map((each) => boundKey(keyOf(kind, metadata), roleRef, each)),
  ),
);
export const ofAks = new Set([
  'aks-cluster-admin-binding',
  'aks-cluster-admin-binding-aad',
  'aks-service-rolebinding',
  'aks-secretprovidersyncing-rolebinding',
]);
export const controlPlane = /^system:(apiserver|kube-(controller-manager|proxy|scheduler))$/;

/** Those that Kubernetes makes for users, the weakest first: anyone may add rules by label. */
export const userFacingRoles: readonly RoleName[] = userFacing.map((name) => ({
  kind: 'ClusterRole',
  namespace: null,
  name,
}));

/** A role or a binding that every API server makes, by its name. */
export function isDefault(named: RoleName): boolean {
  return names.has(keyOf(named.kind, named));
}

/** Whether the API server itself has given this subject this role. Neither name nor label proves it: anyone who edits bindings may write both. */
export function isBoundByDefault(binding: Binding, subject: RbacSubject): boolean {
  const key = keyOf(binding.kind, binding);
  return names.has(key) && boundByDefault.has(boundKey(key, binding.roleRef, subject));
}

/**
 * Whether the subject is a part of Kubernetes or AKS that operators did not bind. Groups that anyone is in are not, nor accounts outside of
 * kube-system, whatever the binding is called.
 */
export function isSystemPart(binding: Binding, subject: RbacSubject): boolean {
  const { kind, name = '', namespace } = subject;
  if (kind === 'Group' && name === 'system:masters') return true;
  if (kind === 'Group' && /^system:(un)?authenticated$|^system:serviceaccounts(:|$)/.test(name)) return false;
  if (kind === 'User' && controlPlane.test(name)) return true;
  if (isBoundByDefault(binding, subject)) return true;
  if (kind !== 'ServiceAccount') return ofAks.has(binding.name) && !name.startsWith('system:');
  return namespace === 'kube-system' && (ofAks.has(binding.name) || isAddOn(binding.labels));
}

function isAddOn(labels: Readonly<Record<string, string>>): boolean {
  return 'addonmanager.kubernetes.io/mode' in labels || labels['kubernetes.azure.com/managedby'] === 'aks';
}

function keyOf(
  kind: string,
  { name, namespace }: { readonly name: string; readonly namespace?: string | null },
): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function boundKey(binding: string, role: Binding['roleRef'], { kind, namespace, name }: RbacSubject): string {
  return JSON.stringify([binding, role.kind, role.name, kind, namespace, name]);
}
