import { describePosture, describePostureChanges } from '#domain/audit/posture/posture-messages.ts';
import type { ClusterStatus } from '#domain/status/status.ts';

/** The posture of a cluster before and after, with what changed; empty where it was not audited. */
export function postureLines({ name, posture }: ClusterStatus): readonly string[] {
  if (posture === undefined) return [];
  const more = [...describePostureChanges(posture), ...posture.voidWaivers];
  return [`${name}: ${describePosture(posture)}`, ...more.map((line) => `  ${line}`)];
}
