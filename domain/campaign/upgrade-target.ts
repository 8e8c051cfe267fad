import type { Upgrade } from './campaign.ts';

/** What a campaign is on its way to, in words that follow "to": the version it asks for, or the newest images. */
export function upgradeTarget(upgrade: Upgrade): string {
  return upgrade.type === 'NodeImageOnly' ? 'newest node images' : upgrade.kubernetesVersion;
}
