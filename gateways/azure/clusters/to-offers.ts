import type { KubernetesVersionListResult } from '@azure/arm-containerservice';
import type { OfferedMinor } from '#domain/fleet/fleet.ts';

/** What a location offers, in Azure's order. */
export function toOffers(found: KubernetesVersionListResult): readonly OfferedMinor[] {
  return (found.values ?? []).map((each) => ({
    minor: each.version ?? '',
    isPreview: each.isPreview ?? false,
    supportPlans: each.capabilities?.supportPlan ?? [],
    patches: Object.fromEntries(
      Object.entries(each.patchVersions ?? {}).map(([patch, { upgrades }]) => [patch, upgrades ?? []]),
    ),
  }));
}
