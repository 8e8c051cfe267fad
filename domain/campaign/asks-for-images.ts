import type { Upgrade } from './campaign.ts';

/** Whether its plan needs to know the newest image of each pool. */
export function asksForImages({ type }: Upgrade): boolean {
  return type === 'NodeImageOnly' || type === 'Reboot';
}
