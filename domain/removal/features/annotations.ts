import type { Feature, FeatureSubject } from './feature.ts';
import { fieldsAt, listAt, textAt } from './fields.ts';
import { podKinds } from './pod-parts.ts';

const labels = 'https://kubernetes.io/docs/reference/labels-annotations-taints/';
const warnings = 'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/api/pod/warnings.go';
const seccompPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';

/** Annotations that versions stop reading, or announce to. A pod that says the same by its fields has migrated. */
export const annotations: readonly Feature[] = [
  {
    id: 'critical-pod-annotation',
    title: 'annotation scheduler.alpha.kubernetes.io/critical-pod',
    instead: 'priorityClassName',
    source: warnings,
    deprecated: 13,
    removed: 16,
    atEnd: 'WARN',
    kinds: podKinds,
    find: ({ pod }) => named(pod?.annotations, (key) => key === 'scheduler.alpha.kubernetes.io/critical-pod'),
  },
  {
    id: 'seccomp-annotation',
    title: 'seccomp annotations',
    instead: 'securityContext.seccompProfile: without it the pod runs unconfined',
    source: warnings,
    deprecated: 19,
    removed: 27,
    atEnd: 'WARN',
    kinds: podKinds,
    find: (subject) => [
      ...(hasField(subject, 'seccompProfile')
        ? []
        : named(subject.pod?.annotations, (key) => key === seccompPod)),
      ...ofContainers(subject, seccompContainer, 'seccompProfile'),
    ],
  },
  {
    id: 'app-armor-annotation',
    title: 'AppArmor annotations',
    instead: 'securityContext.appArmorProfile',
    source: warnings,
    deprecated: 30,
    removed: null,
    atEnd: 'WARN',
    kinds: podKinds,
    find: (subject) =>
      hasField(subject, 'appArmorProfile') ? [] : ofContainers(subject, appArmor, 'appArmorProfile'),
  },
  ...onObject({
    annotation: 'kubernetes.io/ingress.class',
    kinds: ['Ingress.networking.k8s.io'],
    deprecated: 18,
    instead: 'spec.ingressClassName',
  }),
  ...onObject({
    annotation: 'volume.beta.kubernetes.io/storage-class',
    kinds: ['PersistentVolume', 'PersistentVolumeClaim'],
    deprecated: 8,
    instead: 'spec.storageClassName',
  }),
  ...onObject({
    annotation: 'kubernetes.io/enforce-mountable-secrets',
    kinds: ['ServiceAccount'],
    deprecated: 32,
    instead: 'separate namespaces for workloads that must not share secrets',
  }),
  ...onObject({
    annotation: 'service.kubernetes.io/topology-aware-hints',
    kinds: ['Service'],
    deprecated: 27,
    instead: 'spec.trafficDistribution',
  }),
  ...onObject({
    annotation: 'service.kubernetes.io/topology-mode',
    kinds: ['Service'],
    deprecated: 33,
    instead: 'spec.trafficDistribution',
  }),
];

interface ObjectAnnotation {
  readonly annotation: string;
  readonly kinds: readonly string[];
  readonly deprecated: number;
  readonly instead: string;
}

function onObject({ annotation, kinds, deprecated, instead }: ObjectAnnotation): readonly Feature[] {
  const id = `annotation-${annotation.split('/')[1]?.replaceAll('.', '-') ?? ''}`;
  return [
    {
      id,
      title: `annotation ${annotation}`,
      instead,
      source: labels,
      deprecated,
      removed: null,
      atEnd: 'WARN',
      kinds,
      find: ({ value }) => named(fieldsAt(value, 'metadata', 'annotations'), (key) => key === annotation),
    },
  ];
}

function named(texts: unknown, isMeant: (key: string) => boolean): readonly string[] {
  return Object.keys(fieldsAt(texts))
    .filter(isMeant)
    .map((key) => `annotation ${key}`);
}

/** Those of containers that do not say the same themselves. */
function ofContainers({ pod }: FeatureSubject, prefix: string, field: string): readonly string[] {
  const annotated = named(pod?.annotations, (key) => key.startsWith(prefix));
  if (annotated.length === 0) return [];
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    listAt(pod?.spec, list),
  );
  const moved = containers
    .filter((each) => Object.hasOwn(fieldsAt(each, 'securityContext'), field))
    .map((each) => `${prefix}${textAt(each, 'name') ?? ''}`);
  return named(pod?.annotations, (key) => key.startsWith(prefix) && !moved.includes(key));
}

function hasField({ pod }: FeatureSubject, field: string): boolean {
  return Object.hasOwn(fieldsAt(pod?.spec, 'securityContext'), field);
}
