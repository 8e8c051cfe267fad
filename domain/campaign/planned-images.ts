import type { ClusterPlan } from './plan.ts';

/**
 * The images that a cluster's pools have in the end of a campaign for images, each once; of pools that are left out on purpose
 * nothing is said.
 */
export function plannedImages({ steps }: Pick<ClusterPlan, 'steps'>): readonly string[] {
  const images = steps.flatMap(({ action, image, strategy }) => {
    const isForImages = action === 'upgrade-node-image' || (action === 'none' && strategy !== null);
    return isForImages ? (image?.to ?? []) : [];
  });
  return [...new Set(images)];
}
