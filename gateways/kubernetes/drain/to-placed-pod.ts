import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import { instant, type RawMetadata } from '../client/raw-object.ts';
import { ownerOf, type RawPod } from '../health/to-pod-reading.ts';
import { toDrainPod } from './to-drain-pod.ts';
import { claimsOf, hostPathsOf, type RawPodVolumes } from './to-pod-volumes.ts';

/** Annotations by which someone asks that a pod be left alone, with the value that does. */
const leaveAlone: Readonly<Record<string, string>> = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

interface AnnotatedMetadata extends RawMetadata {
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What a drain would meet in a pod, out of its JSON. */
export function toPlacedPod(found: RawPod & { readonly spec?: RawPodVolumes }): PlacedPod {
  const metadata: AnnotatedMetadata = found.metadata ?? {};
  const { annotations = {} } = metadata;
  const pod = toDrainPod(found);
  const volumes = found.spec ?? {};
  return {
    pod,
    node: found.spec?.nodeName ?? null,
    owner: ownerOf(metadata),
    notReadySince: pod.isReady ? null : notReadySince(found),
    unscheduled: whyUnscheduled(found),
    claims: claimsOf(pod.name, volumes),
    hostPaths: hostPathsOf(volumes),
    marks: Object.keys(leaveAlone).filter((name) => annotations[name] === leaveAlone[name]),
  };
}

function whyUnscheduled({ status }: RawPod): string | null {
  const found = status?.conditions?.find((each) => each.type === 'PodScheduled' && each.status === 'False');
  return found === undefined ? null : (found.message ?? found.reason ?? '').slice(0, longestWords);
}

const longestWords = 160;

function notReadySince({ status }: RawPod): number | null {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const since = instant((ready as { readonly lastTransitionTime?: string } | undefined)?.lastTransitionTime);
  return since === 0 ? null : since;
}
