import { auditCluster, nameless } from '#domain/audit/audit.ts';
import type { AuditReport, JudgedPod } from '#domain/audit/audit-report.ts';
import type { AuditedCluster } from '#domain/audit/cluster/audited-cluster.ts';
import { type AuditOptions, gatheringCluster } from '#domain/audit/cluster/cluster-of-manifests.ts';
import { unjudgedTemplates } from '#domain/audit/cluster/unjudged-templates.ts';
import { claimsInAnnotation, resourceOf, type WaiverClaim } from '#domain/audit/control/in-object-waivers.ts';
import type { Profile } from '#domain/audit/control/profiles.ts';
import { judgePod } from '#domain/audit/judge-pod.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { keepingOnce } from '#domain/audit/kubernetes/keep-once.ts';
import { isObject, textOf } from '#domain/audit/kubernetes/read-shape.ts';
import { heldNamespace, withNothingJudged } from '#domain/audit/nothing-judged.ts';
import { standsForPods } from '#domain/audit/pod-security/pod/read-pod.ts';
import { kindName } from '#domain/kind-name.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import { ownText } from '#domain/text/own-text.ts';
import { refuseDowngrade } from '../input/audit-input.ts';
import type { Waivers } from '../input/scan-input.ts';
import type { ManifestInput } from '../manifests/manifest-input.ts';
import { type Location, readManifestFiles } from '../manifests/read-manifest-files.ts';
import { describeNotRendered } from '../view/formats/skipped-files.ts';

export type Places = ReadonlyMap<string, Location>;

/** What was audited, and where it stands. */
export interface Audited {
  readonly audit: AuditReport;
  /** Where each object stands, by the name that evidence has of it: "Deployment/shop/web". */
  readonly places: Places;
  /** Where something stands that has no place of its own: a file, or a cluster. */
  readonly whole: string;
  readonly namespaces: ReadonlySet<string>;
  /** A chart or a kustomization failed to render: what is left does not pass. */
  readonly isPartUnseen: boolean;
  /** What patches are made of, where they are asked for. */
  readonly fixable?: { readonly objects: readonly KubernetesObject[]; readonly cluster: AuditedCluster };
  /** What was not judged though it was given. */
  readonly notes: readonly string[];
}

/** Judges manifests as if all of them that an API server takes were applied to one cluster. */
export function auditManifests(
  input: ManifestInput,
  {
    profile,
    isFixed = false,
    ...options
  }: AuditOptions & { readonly profile?: Profile; readonly isFixed?: boolean },
  { controls: waivers, inObject }: Waivers,
  onFile?: () => void,
): Audited {
  const gathering = gatheringCluster();
  const makers: KubernetesObject[] = [];
  const places = new Map<string, Location>();
  const namespaces = new Set<string>();
  const pods: JudgedPod[] = [];
  const claims: WaiverClaim[] = [];
  const once = keepingOnce();
  const reading = readManifestFiles(
    input,
    ({ apiVersion, kind, value, waivers: comments = [] }, location, isMalformed) => {
      if (isMalformed) return;
      const object = { ...value, apiVersion, kind };
      gathering.add(object);
      if (isFixed && standsForPods(object)) makers.push(object);
      namespaces.add(heldNamespace(object));
      for (const each of namesOf(object)) if (!places.has(each)) places.set(each, location);
      for (const { line, text } of comments)
        claims.push({ resource: resourceOf(object), text, place: location().replace(/\d+$/, `${line}`) });
      claims.push(...claimsInAnnotation(object, location));
      const verdict = judgePod(object, location, options.pssMinor);
      if (verdict.outcome !== 'judged') return;
      const { name, ...judged } = verdict.judged;
      const [namespace, of] = [once(judged.namespace), once(judged.kind)];
      const [allowed, violations] = [once(judged.allowed), once(judged.violations)];
      const own = name === null ? null : ownText(name);
      pods.push({ location: judged.location, kind: of, namespace, name: own, allowed, violations });
    },
    onFile,
  );
  const { cluster } = gathering.cluster(options);
  refuseDowngrade(cluster);
  const isEmpty = namespaces.size === 0 && options.arm === null;
  const strayClaims = reading.strayWaivers.map((each) => ({ ...each, resource: null }));
  const found = auditCluster(cluster, waivers, profile, {
    claims: [...claims, ...strayClaims],
    policy: inObject,
  });
  const { files, skipped, templates, ignored } = reading;
  const unknownKinds = unjudgedTemplates(cluster.objects);
  const refused = input.isStrict === true ? unknownKinds : [];
  const problems = [
    ...reading.problems,
    ...refused.map((each) => ({
      location: places.get(each)?.() ?? wholeOf(input.paths),
      message: `${each}: its kind is unknown: no control has judged its pod template`,
    })),
  ];
  const notRendered = reading.notRendered.map(({ location, message }) => ({ location, message }));
  const audit = {
    ...found,
    pods,
    problems,
    input: { files, skipped, templates, ignored, notRendered, unknownKinds },
  };
  return {
    audit: isEmpty ? withNothingJudged(audit, emptyInput) : audit,
    places,
    whole: wholeOf(input.paths),
    ...(isFixed ? { fixable: { objects: makers, cluster } } : {}),
    namespaces,
    isPartUnseen: reading.notRendered.some(({ isFailure }) => isFailure),
    notes: [...describeNotRendered(notRendered), ...notesOn(unknownKinds)],
  };
}

const emptyInput = 'the input contains no object that could be read';

/** Of several places none stands for all. */
function wholeOf(paths: readonly string[]): string {
  const [only = '-'] = paths;
  return paths.length > 1 || only === '-' ? 'manifests' : only;
}

function notesOn(unjudged: readonly string[]): readonly string[] {
  return unjudged.length === 0
    ? []
    : [`Not judged, kinds unknown although they have pod templates: ${nameFirst(unjudged)}.`];
}

/** Objects without a namespace are in `default`, or in none: both names lead to them. */
function namesOf(object: KubernetesObject): readonly string[] {
  const { name, generateName, namespace } = isObject(object.metadata)
    ? object.metadata
    : ({} as KubernetesObject);
  const generated = typeof generateName === 'string' ? `${generateName}*` : nameless;
  const [what, whose, where] = [kindName(object), textOf(name) || generated, textOf(namespace)];
  const names =
    where === '' ? [`${what}/${whose}`, `${what}/default/${whose}`] : [`${what}/${where}/${whose}`];
  return names.map(ownText);
}
