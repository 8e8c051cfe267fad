import type { Pod } from '../pod/pod.ts';
import { type Complaint, named, type PssCheck } from '../pod/pss-check.ts';

export const hostPathVolumes: PssCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const names = (spec.volumes ?? [])
    .filter((each) => each.hostPath !== undefined)
    .map(({ name = '' }) => name);
  if (names.length === 0) return null;
  return { reason: 'hostPath volumes', detail: named('volume', names), containers: [], isOfPod: true };
}
