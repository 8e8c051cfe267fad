import type { Campaign } from '../../campaign/campaign.ts';
import type { NodePool } from '../../fleet/fleet.ts';
import { parseNodeImage, shortImage } from '../../version/node-image.ts';
import type { ClusterPlan } from '../contents/plan.ts';

/**
 * A campaign of reboots takes newer images where its file allows that, and no rule of promotion blocks them: anyone who has a stage
 * before (`index` counts from 0) may take it for one that tests them.
 */
export function untestedImageWarnings(
  { upgrade, stages }: Campaign,
  index: number,
  { steps }: Pick<ClusterPlan, 'steps'>,
): readonly string[] {
  const before = stages[index - 1];
  if (before === undefined || upgrade.type !== 'Reboot') return [];
  const images = steps.flatMap(({ action, image }) =>
    action === 'upgrade-node-image' && image?.to != null ? [shortImage(image.to)] : [],
  );
  if (images.length === 0) return [];
  return [
    `reboots block no image: it gets ${[...new Set(images)].join(', ')} whether stage ${before.name} has run that or not; to have it tested there first, leave NodeImage out of reboot.methods and upgrade images by a file of upgrade.type NodeImageOnly`,
  ];
}

/**
 * Of pools that are blocked until the stage before has run their image, those whose family no pool there (`tested`) has, or would
 * get: time alone never lets them go.
 */
export function neverTestedWarnings(
  stage: string,
  { blockedPools = [], steps }: Pick<ClusterPlan, 'blockedPools' | 'steps'>,
  tested: readonly NodePool[],
): readonly string[] {
  const families = new Set(
    tested.flatMap(({ nodeImageVersion, latestNodeImageVersion }) =>
      [nodeImageVersion, latestNodeImageVersion ?? ''].map(familyOf),
    ),
  );
  return blockedPools.flatMap(({ pool }) => {
    const newest = steps.find((step) => step.pool === pool)?.newestImage ?? '';
    const family = familyOf(newest);
    return family === undefined || families.has(family)
      ? []
      : [
          `node pool ${pool} stays blocked: no pool of stage ${stage} is of ${family}; give that stage one, take nodeImageSelection Latest, or exclude the pool`,
        ];
  });
}

function familyOf(image: string): string | undefined {
  return parseNodeImage(image)?.family;
}
