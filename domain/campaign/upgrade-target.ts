import type { Upgrade } from './campaign.ts';

/** What a campaign is on its way to, in words that follow "to": the version it asks for, or the newest images. */
export function upgradeTarget(upgrade: Upgrade): string {
  switch (upgrade.type) {
    case 'NodeImageOnly':
      return 'newest node images';
    case 'Reboot':
      return 'rebooted nodes';
    case 'Migrate':
      return `node pools of ${upgrade.migrate.to}`;
    case 'Full':
    case 'ControlPlaneOnly':
    case 'NodePoolsOnly':
      return upgrade.kubernetesVersion;
  }
}
