import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const upgradeChannel = armControl({
  id: 'SB-UPG-03',
  title: 'Upgrades are automatic or run by a campaign',
  area: 'upgrades',
  severity: 'medium',
  rule: 'autoUpgradeProfile.upgradeChannel is set; an audit cannot know whether campaigns manage the versions.',
  source: 'https://learn.microsoft.com/azure/aks/auto-upgrade-cluster',
  remediation: 'Upgrade it with campaigns, or set a channel with a maintenance window.',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const channel = textOf(fields('autoUpgradeProfile.upgradeChannel'), 'none');
    return channel === 'none' ? [fail(resource, 'upgradeChannel is none')] : [];
  },
});
