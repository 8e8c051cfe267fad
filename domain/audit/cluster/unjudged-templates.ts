import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { makesPods } from '../pod-security/pod/read-pod.ts';
import { keyOf } from './workloads.ts';

/**
 * Objects of kinds that are not known here and have what looks like a template of pods: nothing of
 * it is judged. "Fleet/shop/web"
 */
export function unjudgedTemplates(objects: readonly KubernetesObject[]): readonly string[] {
  return objects
    .filter(({ apiVersion, kind }) => !makesPods(textOf(apiVersion), textOf(kind)))
    .filter(({ spec }) => isObject(spec) && isTemplate(spec.template))
    .map(keyOf);
}

function isTemplate(value: unknown): boolean {
  return isObject(value) && isObject(value.spec) && Array.isArray(value.spec.containers);
}
