import type { Pod } from '../pod/pod.ts';
import {
  badSetters,
  type Complaint,
  containersThat,
  hasAny,
  named,
  type PssCheck,
  settersText,
  unlessUserNamespace,
} from '../pod/pss-check.ts';

export const runAsNonRoot: PssCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { since: 0, judge },
    { since: 35, judge: unlessUserNamespace(judge) },
  ],
};

function judge({ spec }: Pod): Complaint | null {
  const setters = badSetters(spec, (context) => context.runAsNonRoot === false);
  if (hasAny(setters))
    return complain(`${settersText(setters)} must not set securityContext.runAsNonRoot=false`, setters);
  if (spec.securityContext?.runAsNonRoot === true) return null;
  const containers = containersThat(spec, (each) => each.securityContext?.runAsNonRoot === undefined);
  if (containers.length === 0) return null;
  const detail = `pod or ${named('container', containers)} must set securityContext.runAsNonRoot=true`;
  return complain(detail, { containers, isOfPod: false });
}

function complain(detail: string, whose: Pick<Complaint, 'containers' | 'isOfPod'>): Complaint {
  return { reason: 'runAsNonRoot != true', detail, ...whose };
}
