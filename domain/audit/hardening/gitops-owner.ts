import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';

/** By the names that Flux, Argo CD and Helm give themselves as field managers. */
const managers: Readonly<Record<string, string>> = {
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
  'argocd-controller': 'Argo CD',
  'argocd-application-controller': 'Argo CD',
  helm: 'Helm',
};

const marks: readonly (readonly [name: string, owner: string])[] = [
  ['kustomize.toolkit.fluxcd.io/name', 'Flux'],
  ['helm.toolkit.fluxcd.io/name', 'Flux'],
  ['argocd.argoproj.io/instance', 'Argo CD'],
  ['argocd.argoproj.io/tracking-id', 'Argo CD'],
  ['meta.helm.sh/release-name', 'Helm'],
  // Namespaces that Azure keeps as declared in ARM.
  ['kubernetes.azure.com/managedByArm', 'Azure'],
];

/**
 * Who would put an object back after a change by hand, by its labels, annotations and field managers: "Flux", "Argo CD", "Helm",
 * "Azure"; null: no one that is known here.
 */
export function gitOpsOwner({ metadata }: KubernetesObject): string | null {
  if (!isObject(metadata)) return null;
  const named = [metadata.labels, metadata.annotations].filter(isObject);
  const mark = marks.find(([name]) => named.some((each) => name in each));
  if (mark !== undefined) return mark[1];
  const entries = Array.isArray(metadata.managedFields) ? metadata.managedFields.filter(isObject) : [];
  return entries.map(({ manager }) => managers[textOf(manager)]).find((owner) => owner !== undefined) ?? null;
}
