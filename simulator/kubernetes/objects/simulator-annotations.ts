import type { AnyKind, Pod } from './kinds.ts';

const PREFIX = 'simulator.drydock.dev';

/** Annotations by which a fleet file or a test controls one pod or budget; Kubernetes itself ignores them. */
export const annotations = {
  /** Virtual seconds from being bound to a node until Running and Ready. */
  startSeconds: `${PREFIX}/start-seconds`,
  /** Virtual seconds from deletion to removal, at most its grace period. */
  exitSeconds: `${PREFIX}/exit-seconds`,
  /** "true": the pod runs but never turns Ready. */
  neverReady: `${PREFIX}/never-ready`,
  /** Virtual seconds for which the pod is alternately Ready and not Ready. */
  flapSeconds: `${PREFIX}/flap-seconds`,
  /** How often it turns not Ready before it stays Ready (10). */
  flapTimes: `${PREFIX}/flap-times`,
  /** A kubelet version, "1.34" or "1.34.1": never-ready and flap-seconds hold on its nodes only. */
  onVersion: `${PREFIX}/on-version`,
  /** Virtual seconds that a pod with restartPolicy Never or OnFailure runs before it is done. */
  runSeconds: `${PREFIX}/run-seconds`,
  /** "true": such a pod ends Failed, not Succeeded. */
  fails: `${PREFIX}/fails`,
  /** On a disruption budget: virtual seconds until a change of its spec shows in its status. */
  observeSeconds: `${PREFIX}/observe-seconds`,
} as const;

/** The number an annotation carries, undefined where it is absent or no number. */
export function notedSeconds(object: AnyKind, annotation: string): number | undefined {
  const text = object.metadata.annotations?.[annotation];
  const seconds = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

export function isBoundToFail(pod: Pod): boolean {
  return pod.metadata.annotations?.[annotations.fails] === 'true';
}
