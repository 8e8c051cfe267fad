import type { Pod } from '../objects/kinds.ts';
import { isReady, isTerminating } from '../objects/pod-facts.ts';
import { annotations, notedSeconds } from '../objects/simulator-annotations.ts';
import type { ClusterState } from '../store/cluster-state.ts';

const USUAL_TIMES = 10;

/** The pod runs, but does not become Ready where it is. */
export function isSick(state: ClusterState, pod: Pod): boolean {
  return pod.metadata.annotations?.[annotations.neverReady] === 'true' && isStruckHere(state, pod);
}

/** A pod that has just turned Ready and is to flap: it stays so for a while. */
export function beginFlapping(state: ClusterState, pod: Pod): void {
  const seconds = notedSeconds(pod, annotations.flapSeconds);
  if (seconds === undefined || !isStruckHere(state, pod)) return;
  const times = notedSeconds(pod, annotations.flapTimes) ?? USUAL_TIMES;
  expectFlap(state, pod, seconds, 2 * times);
}

/** It turns from Ready to not Ready, or back; `turns` are left with this one, the last of them makes it Ready. */
export function flap(
  state: ClusterState,
  pod: Pod,
  turns: number,
  turn: (pod: Pod, isNowReady: boolean) => Pod,
): void {
  const seconds = notedSeconds(pod, annotations.flapSeconds);
  if (seconds === undefined || isTerminating(pod) || pod.status?.phase !== 'Running') return;
  const turned = state.store.put('pods', turn(pod, !isReady(pod)));
  if (turns > 1) expectFlap(state, turned, seconds, turns - 1);
}

function expectFlap(state: ClusterState, { metadata }: Pod, seconds: number, turns: number): void {
  const { namespace = '', name, uid } = metadata;
  state.later(seconds, { kind: 'flap-pod', namespace, name, uid, turns });
}

/** Ailments may be tied to nodes of a version, so that a workload breaks, or flaps, by an upgrade. */
function isStruckHere(state: ClusterState, { metadata, spec }: Pod): boolean {
  const version = metadata.annotations?.[annotations.onVersion];
  if (version === undefined) return true;
  const node = spec.nodeName === undefined ? undefined : state.store.at('nodes', spec.nodeName);
  const kubelet = node?.status?.nodeInfo?.kubeletVersion ?? '';
  return kubelet === `v${version}` || kubelet.startsWith(`v${version}.`);
}
