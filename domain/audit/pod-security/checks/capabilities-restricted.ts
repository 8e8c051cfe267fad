import type { Container, Pod } from '../pod/pod.ts';
import {
  allContainers,
  type Complaint,
  containersThat,
  distinct,
  named,
  type PssCheck,
  quoted,
  unlessWindows,
  valuesOfContainers,
} from '../pod/pss-check.ts';

const overrides = ['capabilities_baseline'];

export const capabilitiesRestricted: PssCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { since: 22, overrides, judge },
    { since: 25, overrides, judge: unlessWindows(judge) },
  ],
};

function judge({ spec }: Pod): Complaint | null {
  const keeping = containersThat(spec, (each) => !dropsAllCapabilities(each));
  const adding = containersThat(spec, (each) => forbiddenIn(each).length > 0);
  if (keeping.length === 0 && adding.length === 0) return null;
  return {
    reason: 'unrestricted capabilities',
    detail: [...dropText(keeping), ...addText(adding, spec)].join('; '),
    containers: distinct([...keeping, ...adding]),
    isOfPod: false,
    values: valuesOfContainers((each) => [
      ...(dropsAllCapabilities(each) ? [] : ['drop']),
      ...forbiddenIn(each).map((name) => `add=${name}`),
    ]),
  };
}

/** Only the exact word counts. */
export function dropsAllCapabilities({ securityContext }: Container): boolean {
  return (securityContext?.capabilities?.drop ?? []).includes('ALL');
}

function forbiddenIn({ securityContext }: Container): readonly string[] {
  return (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
}

function dropText(containers: readonly string[]): readonly string[] {
  if (containers.length === 0) return [];
  return [`${named('container', containers)} must set securityContext.capabilities.drop=["ALL"]`];
}

function addText(containers: readonly string[], spec: Pod['spec']): readonly string[] {
  if (containers.length === 0) return [];
  const names = distinct(allContainers(spec).flatMap(forbiddenIn));
  return [
    `${named('container', containers)} must not include ${quoted(names)} in securityContext.capabilities.add`,
  ];
}
