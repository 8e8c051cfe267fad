import type { AgentPoolUpgradeProfile } from '@azure/arm-containerservice';
import type { UsedVersion } from '#domain/gate/rollback/decide-rollback.ts';

/** The pairs that Azure lets a pool go back to, in its order; absent where there are none. Half a pair is none. */
export function toUsedVersions({
  recentlyUsedVersions,
}: Pick<AgentPoolUpgradeProfile, 'recentlyUsedVersions'>): readonly UsedVersion[] {
  return (recentlyUsedVersions ?? []).flatMap(({ orchestratorVersion, nodeImageVersion, timestamp }) =>
    orchestratorVersion === undefined || nodeImageVersion === undefined
      ? []
      : [{ version: orchestratorVersion, nodeImageVersion, leftAt: instantOf(timestamp) }],
  );
}

function instantOf(timestamp: Date | undefined): number | null {
  const instant = timestamp?.getTime() ?? Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}
