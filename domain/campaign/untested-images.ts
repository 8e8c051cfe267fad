import { shortImage } from '../version/node-image.ts';
import type { Campaign } from './campaign.ts';
import type { ClusterPlan } from './plan.ts';

/**
 * A campaign of reboots takes newer images where its file allows that, and no rule of promotion holds them back: whoever has a stage
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
    `reboots hold back no image: it gets ${[...new Set(images)].join(', ')} whether stage ${before.name} has run that or not; to have it tested there first, leave NodeImage out of reboot.ways and upgrade images by a file of upgrade.type NodeImageOnly`,
  ];
}
