import type { ClusterPlan } from './plan.ts';
import { isForImage } from './replaces-nodes.ts';

/**
 * The images that a cluster's pools have in the end of a campaign for images, each once; of pools that are left out on purpose
 * nothing is said.
 */
export function plannedImages({ steps }: Pick<ClusterPlan, 'steps'>): readonly string[] {
  const images = steps.flatMap((step) => (isForImage(step) ? (step.image?.to ?? []) : []));
  return [...new Set(images)];
}
