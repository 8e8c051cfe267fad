import type { Pod } from '../pod/pod.ts';
import { type Complaint, containersThat, named, type PssCheck, unlessWindows } from '../pod/pss-check.ts';

export const allowPrivilegeEscalation: PssCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, judge },
    { since: 25, judge: unlessWindows(judge) },
  ],
};

function judge({ spec }: Pod): Complaint | null {
  const containers = containersThat(spec, (each) => each.securityContext?.allowPrivilegeEscalation !== false);
  if (containers.length === 0) return null;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${named('container', containers)} must set securityContext.allowPrivilegeEscalation=false`,
    containers,
    isOfPod: false,
  };
}
