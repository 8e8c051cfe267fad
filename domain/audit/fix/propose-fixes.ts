import { kindName } from '../../kind-name.ts';
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
import { unfixedControls } from './unfixed-controls.ts';

/** What an audit found by a control. */
interface Found {
  readonly id: string;
  readonly evidence: readonly (Pick<Finding, 'outcome' | 'resource' | 'container'> & {
    readonly waived?: object;
  })[];
}

/** Findings of a control that no patch covers: one an object and container. */
export interface Unfixed {
  readonly control: string;
  readonly findings: number;
  readonly why: string;
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
export function resourceOfFix(fix: Fix): string {
  return `${kindName(fix)}/${fix.namespace ?? 'default'}/${fix.name}`;
}

/** Patches for the failures and warnings without a waiver that one value makes pass; of the others of pods, why there is none. */
export function proposeFixes(
  objects: readonly KubernetesObject[],
  reports: readonly Found[],
  cluster: Pick<AuditedCluster, 'rbac'>,
): { readonly fixes: readonly Fix[]; readonly unfixed: readonly Unfixed[] } {
  const open = reports.flatMap(({ id, evidence }) =>
    evidence
      .filter(({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived === undefined)
      .map(({ resource, container = null }) => ({ id, key: JSON.stringify([id, resource, container]) })),
  );
  const failing = new Set(open.map(({ key }) => key));
  /** Of findings that a control's patch could cover, why it does not; null: it does. What is not found by its name has none. */
  const reasons = new Map<string, string | null>(
    open
      .filter(({ id }) => mechanicalFixes.some(({ control }) => control === id))
      .map(({ key }) => [key, noName]),
  );
  const fixes = objects.flatMap((object) =>
    asWorkload(object, (name) => ({ name, labels: {} })).flatMap((workload) => {
      const unpatched = whyUnpatched(object, workload);
      const found = mechanicalFixes.flatMap(({ control, changes, leaves }) => {
        const keyOf = (container: string | null) => JSON.stringify([control, workload.resource, container]);
        const changing = (isFailing: (container: string | null) => boolean) =>
          changes(workload, (container) => failing.has(keyOf(container)) && isFailing(container), cluster);
        for (const container of [null, ...allContainers(workload.pod.spec).map(nameOf)])
          if (failing.has(keyOf(container))) {
            const isCovered = changing((each) => each === container).length > 0;
            reasons.set(keyOf(container), isCovered || unpatched !== null ? unpatched : leaves);
          }
        const all = unpatched === null ? changing(() => true) : [];
        return all.length === 0 ? [] : [{ control, changes: all }];
      });
      return found.length === 0 ? [] : [fixOf(object, workload, found)];
    }),
  );
  const left = open.flatMap(({ id, key }) => {
    const why = unfixedControls.get(id) ?? reasons.get(key) ?? null;
    return why === null ? [] : [{ control: id, why }];
  });
  const alike = [...Map.groupBy(left, ({ control, why }) => `${control} ${why}`).values()];
  return { fixes, unfixed: alike.map((group) => ({ ...group[0]!, findings: group.length })) };
}

const noName = 'the object has no name';

/** Why an object takes no patch, whatever it would change; null: it takes one. */
function whyUnpatched({ kind, metadata }: KubernetesObject, workload: Workload): string | null {
  if (textOf(isObject(metadata) ? metadata.name : undefined) === '') return noName;
  if (kind === 'StrimziPodSet') return 'a StrimziPodSet holds its pods in full: change what makes it';
  return isEachNamed(workload)
    ? null
    : 'a patch finds containers by their names: one has none, or that of another';
}

function fixOf(
  object: KubernetesObject,
  workload: Workload,
  found: readonly { readonly control: string; readonly changes: readonly PodChange[] }[],
): Fix {
  const { name, namespace } = isObject(object.metadata) ? object.metadata : ({} as KubernetesObject);
  const [apiVersion, kind] = [textOf(object.apiVersion), textOf(object.kind)];
  const isCustom = apiVersion.includes('.');
  const changes = found.flatMap((each) => each.changes);
  const template = podTemplatePath(kind);
  const patch = isCustom
    ? jsonPatch(object, template, changes)
    : strategicPatch(object, template, changes, workload.pod.spec);
  return {
    apiVersion,
    kind,
    namespace: textOf(namespace) || null,
    name: textOf(name),
    controls: found.map(({ control }) => control),
    type: isCustom ? 'json' : 'strategic',
    patch,
    isReplaced: kind === 'Pod' || kind === 'Job',
  };
}

/** As Kubernetes asks of them: findings and patches know containers by their names. */
function isEachNamed({ pod: { spec } }: Workload): boolean {
  const names = allContainers(spec).map(nameOf);
  return new Set(names).size === names.length && !names.includes('');
}
