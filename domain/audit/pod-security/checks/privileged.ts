import type { Pod } from '../pod/pod.ts';
import { type Complaint, containersThat, named, type PssCheck } from '../pod/pss-check.ts';

export const privileged: PssCheck = {
  id: 'privileged',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = containersThat(spec, (each) => each.securityContext?.privileged === true);
  if (containers.length === 0) return null;
  return {
    reason: 'privileged',
    detail: `${named('container', containers)} must not set securityContext.privileged=true`,
    containers,
    isOfPod: false,
  };
}
