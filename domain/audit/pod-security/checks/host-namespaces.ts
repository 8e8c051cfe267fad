import type { Pod } from '../pod/pod.ts';
import { type Complaint, type PssCheck, valuesOfPod } from '../pod/pss-check.ts';

export const hostNamespaces: PssCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  if (set.length === 0) return null;
  return {
    reason: 'host namespaces',
    detail: set.map((field) => `${field}=true`).join(', '),
    containers: [],
    isOfPod: true,
    values: valuesOfPod(set),
  };
}
