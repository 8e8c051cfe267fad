import { describePosture, describePostureChanges } from '#domain/audit/posture/posture-messages.ts';
import type { ClusterStatus } from '#domain/status/status.ts';

/** How safe a cluster was and is, what got worse below it; nothing of a cluster that was not audited. */
export function postureLines({ name, posture }: ClusterStatus): readonly string[] {
  if (posture === undefined) return [];
  const more = [...describePostureChanges(posture), ...posture.voidWaivers];
  return [`${name}: ${describePosture(posture)}`, ...more.map((line) => `  ${line}`)];
}
