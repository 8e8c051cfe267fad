import type { Container, Pod } from '../pod/pod.ts';
import {
  allContainers,
  type Complaint,
  containersThat,
  distinct,
  named,
  type PssCheck,
  quoted,
  unlessUserNamespace,
  valuesOfContainers,
} from '../pod/pss-check.ts';

export const procMount: PssCheck = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { since: 0, judge },
    { since: 35, judge: unlessUserNamespace(judge) },
  ],
};

/** Where baseline is relaxed, restricted is not. */
export const procMountRestricted: PssCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  versions: [{ since: 35, overrides: ['procMount'], judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = containersThat(spec, (each) => maskOf(each) !== 'Default');
  if (containers.length === 0) return null;
  const found = distinct(
    allContainers(spec)
      .map(maskOf)
      .filter((each) => each !== 'Default'),
  );
  return {
    reason: 'procMount',
    detail: `${named('container', containers)} must not set securityContext.procMount to ${quoted(found)}`,
    containers,
    isOfPod: false,
    values: valuesOfContainers((each) => [maskOf(each)]),
  };
}

function maskOf({ securityContext }: Container): string {
  return securityContext?.procMount ?? 'Default';
}
