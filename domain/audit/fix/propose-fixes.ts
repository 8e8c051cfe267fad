import type { AuditedCluster, Workload } from '../cluster/audited-cluster.ts';
import { asWorkload } from '../cluster/workloads.ts';
import type { Finding } from '../control/control.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { allContainers, nameOf } from '../pod-security/pod/pss-check.ts';
import { podTemplatePath } from '../pod-security/pod/read-pod.ts';
import { jsonPatch } from './json-patch.ts';
import { mechanicalFixes } from './mechanical-fixes.ts';
import type { PodChange } from './pod-change.ts';
import { strategicPatch } from './strategic-patch.ts';

/** What an audit found by a control. */
interface Found {
  readonly id: string;
  readonly evidence: readonly (Pick<Finding, 'outcome' | 'resource' | 'container'> & {
    readonly waived?: object;
  })[];
}

/** A patch of one object, as `kubectl patch` takes it. */
export interface Fix {
  readonly apiVersion: string;
  readonly kind: string;
  /** null: the manifest names none. */
  readonly namespace: string | null;
  readonly name: string;
  readonly controls: readonly string[];
  /** Custom resources take no strategic merge. */
  readonly type: 'strategic' | 'json';
  readonly patch: object;
  /** A pod, and the template of a Job, cannot be changed once they are there: the patch is for the file. */
  readonly isReplaced: boolean;
}

/** "Deployment/shop/web", as evidence names it. */
export function resourceOfFix({ kind, namespace, name }: Fix): string {
  return `${kind}/${namespace ?? 'default'}/${name}`;
}

/** Patches for the failures and warnings without a waiver that one value makes pass; of objects without a name none. */
export function proposeFixes(
  objects: readonly KubernetesObject[],
  reports: readonly Found[],
  cluster: Pick<AuditedCluster, 'rbac'>,
): readonly Fix[] {
  const failing = new Set(
    reports.flatMap(({ id, evidence }) =>
      evidence
        .filter(({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived === undefined)
        .map(({ resource, container = null }) => JSON.stringify([id, resource, container])),
    ),
  );
  return objects.flatMap((object) =>
    asWorkload(object, (name) => ({ name, labels: {} })).flatMap((workload) => {
      const found = mechanicalFixes
        .map(({ control, changes }) => ({
          control,
          changes: changes(
            workload,
            (container) => failing.has(JSON.stringify([control, workload.resource, container])),
            cluster,
          ),
        }))
        .filter(({ changes }) => changes.length > 0);
      return fixOf(object, workload, found);
    }),
  );
}

function fixOf(
  object: KubernetesObject,
  workload: Workload,
  found: readonly { readonly control: string; readonly changes: readonly PodChange[] }[],
): readonly Fix[] {
  const { name, namespace } = isObject(object.metadata) ? object.metadata : ({} as KubernetesObject);
  const [apiVersion, kind] = [textOf(object.apiVersion), textOf(object.kind)];
  const isCustom = apiVersion.includes('.');
  // A set of Strimzi's operator holds pods that are alike, each in full.
  if (textOf(name) === '' || found.length === 0 || kind === 'StrimziPodSet' || !isEachNamed(workload))
    return [];
  const changes = found.flatMap((each) => each.changes);
  const template = podTemplatePath(kind);
  const patch = isCustom
    ? jsonPatch(object, template, changes)
    : strategicPatch(object, template, changes, workload.pod.spec);
  return [
    {
      apiVersion,
      kind,
      namespace: textOf(namespace) || null,
      name: textOf(name),
      controls: found.map(({ control }) => control),
      type: isCustom ? 'json' : 'strategic',
      patch,
      isReplaced: kind === 'Pod' || kind === 'Job',
    },
  ];
}

/** As Kubernetes asks of them: findings and patches know containers by their names. */
function isEachNamed({ pod: { spec } }: Workload): boolean {
  const names = allContainers(spec).map(nameOf);
  return new Set(names).size === names.length && !names.includes('');
}
