import type { Pod, SharedSecurityContext } from '../pod/pod.ts';
import {
  allContainers,
  badSetters,
  type Complaint,
  containersThat,
  contextsOf,
  distinct,
  hasAny,
  named,
  nameOf,
  type PssCheck,
  plural,
  quoted,
  settersText,
  unlessWindows,
  valuesOfContext,
} from '../pod/pss-check.ts';

export const seccompPodAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
export const seccompContainerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

const overrides = ['seccompProfile_baseline'];

/** The field came with 1.19; before, annotations were all there was. */
export const seccompProfileBaseline: PssCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, judge: judgeAnnotations },
    { since: 19, judge: judgeFields },
  ],
};

export const seccompProfileRestricted: PssCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { since: 19, overrides, judge: demandProfile },
    { since: 25, overrides, judge: unlessWindows(demandProfile) },
  ],
};

function judgeAnnotations({ metadata, spec }: Pod): Complaint | null {
  const annotations = metadata.annotations ?? {};
  const isBad = (key: string) => Object.hasOwn(annotations, key) && !isAllowedValue(annotations[key] ?? '');
  const containers = allContainers(spec)
    .map(nameOf)
    .filter((name) => isBad(seccompContainerAnnotation + name));
  const isOfPod = isBad(seccompPodAnnotation);
  if (!isOfPod && containers.length === 0) return null;
  const keys = [
    ...(isOfPod ? [seccompPodAnnotation] : []),
    ...containers.map((name) => seccompContainerAnnotation + name),
  ];
  const words = distinct(keys.map((key) => `${key}=${JSON.stringify(annotations[key])}`));
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', words.length)} ${words.join(', ')}`,
    containers,
    isOfPod,
    values: (holder) => [
      annotations[holder === null ? seccompPodAnnotation : seccompContainerAnnotation + nameOf(holder)] ?? '',
    ],
  };
}

function isAllowedValue(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}

function judgeFields({ spec }: Pod): Complaint | null {
  const setters = badSetters(spec, isBad);
  if (!hasAny(setters)) return null;
  const values = distinct(
    contextsOf(spec)
      .filter(isBad)
      .map((each) => each.seccompProfile?.type ?? ''),
  );
  return {
    reason: 'seccompProfile',
    detail: `${settersText(setters)} must not set securityContext.seccompProfile.type to ${quoted(values)}`,
    ...setters,
    values: valuesOfContext(spec, (each) => (isBad(each) ? [each.seccompProfile?.type ?? ''] : [])),
  };
}

function demandProfile(pod: Pod): Complaint | null {
  const complaint = judgeFields(pod);
  if (complaint !== null || pod.spec.securityContext?.seccompProfile !== undefined) return complaint;
  const containers = containersThat(pod.spec, (each) => each.securityContext?.seccompProfile === undefined);
  if (containers.length === 0) return null;
  const field = 'securityContext.seccompProfile.type';
  return {
    reason: 'seccompProfile',
    detail: `pod or ${named('container', containers)} must set ${field} to "RuntimeDefault" or "Localhost"`,
    containers,
    isOfPod: false,
  };
}

function isBad({ seccompProfile: profile }: SharedSecurityContext): boolean {
  return profile !== undefined && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}
