import { shortImage } from '../../version/node-image.ts';
import type { PlanStep } from './plan.ts';

/** What a step is called wherever it is shown: the pool's name, or what is done to the cluster itself. */
export function stepName({ action, pool }: Pick<PlanStep, 'action' | 'pool'>): string {
  if (action === 'suspend-auto-upgrade') return 'suspend channel';
  if (action === 'resume-auto-upgrade') return 'resume channel';
  return pool ?? 'control plane';
}

/** "1.33.5 -> 1.34.1", or "image 202509.23.0 -> 202510.19.0" where the image alone is upgraded. */
export function stepWay({ action, from, to, image, migration }: PlanStep): string {
  if (action === 'remove-node-pool') return 'is removed';
  if (migration !== undefined) return `moves to ${migration.to}`;
  if (action === 'reboot-node-pool') return 'reboots where nodes wait for one';
  return action === 'upgrade-node-image' && image !== null
    ? `image ${shortImage(image.from)} -> ${image.to === null ? 'newest' : shortImage(image.to)}`
    : `${from} -> ${to}`;
}
