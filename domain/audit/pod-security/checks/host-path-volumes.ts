import type { Pod } from '../pod/pod.ts';
import { type Complaint, named, type PssCheck, valuesOfPod } from '../pod/pss-check.ts';

export const hostPathVolumes: PssCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [{ since: 0, judge }],
};

function judge({ spec }: Pod): Complaint | null {
  const volumes = (spec.volumes ?? []).filter((each) => each.hostPath !== undefined);
  if (volumes.length === 0) return null;
  return {
    reason: 'hostPath volumes',
    detail: named(
      'volume',
      volumes.map(({ name = '' }) => name),
    ),
    containers: [],
    isOfPod: true,
    values: valuesOfPod(volumes.map(({ hostPath }) => hostPath?.path ?? '')),
  };
}
