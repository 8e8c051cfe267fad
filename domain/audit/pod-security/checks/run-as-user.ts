import type { Pod } from '../pod/pod.ts';
import {
  badSetters,
  type Complaint,
  hasAny,
  type PssCheck,
  settersText,
  unlessUserNamespace,
} from '../pod/pss-check.ts';

export const runAsUser: PssCheck = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { since: 23, judge },
    { since: 35, judge: unlessUserNamespace(judge) },
  ],
};

function judge({ spec }: Pod): Complaint | null {
  const setters = badSetters(spec, (context) => context.runAsUser === 0);
  if (!hasAny(setters)) return null;
  return { reason: 'runAsUser=0', detail: `${settersText(setters)} must not set runAsUser=0`, ...setters };
}
