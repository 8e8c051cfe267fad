import type { MaintenanceConfiguration } from '../../../fleet/other-writers.ts';
import { azureControl } from '../../control/azure-control.ts';
import { type Finding, fail } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

const leastHours = 4;
const ofVersions = { channel: 'autoUpgradeProfile.upgradeChannel', name: 'aksManagedAutoUpgradeSchedule' };
const ofImages = {
  channel: 'autoUpgradeProfile.nodeOSUpgradeChannel',
  name: 'aksManagedNodeOSUpgradeSchedule',
};

export const maintenanceWindows = azureControl({
  id: 'SB-UPG-04',
  title: 'Maintenance windows are set',
  area: 'upgrades',
  severity: 'low',
  rule: 'Where AKS upgrades automatically, the maintenance configuration of that channel (or default) has a window of at least 4 h.',
  source: 'https://learn.microsoft.com/azure/aks/planned-maintenance',
  remediation:
    'az aks maintenanceconfiguration add -g GROUP --cluster-name CLUSTER -n aksManagedNodeOSUpgradeSchedule --schedule-type Weekly --interval-weeks 1 --day-of-week Saturday --start-time 02:00 --duration 6 (for the upgrade channel: -n aksManagedAutoUpgradeSchedule)',
  needs: ['azure-cluster', 'maintenance-configurations'],
  judgeAzure: ({ maintenance }, { arm }) => {
    const cluster = arm?.cluster;
    if (cluster == null) return [];
    return [ofVersions, ofImages].flatMap(({ channel, name }): readonly Finding[] => {
      const set = textOf(cluster.fields(channel), 'none');
      if (['none', 'unmanaged'].includes(set.toLowerCase())) return [];
      const hours = Math.max(0, ...(maintenance ?? []).filter((each) => isFor(each, name)).map(hoursOf));
      if (hours >= leastHours) return [];
      const found =
        hours === 0 ? 'there is no maintenance window for it' : `its maintenance window is ${hours} h`;
      const reason = `${channel.split('.')[1]} is ${set}, and ${found} (${name})`;
      return [{ ...fail(cluster.resource, reason), facts: [name] }];
    });
  },
});

function isFor({ name }: MaintenanceConfiguration, wanted: string): boolean {
  return name === wanted || name === 'default';
}

/** Of the older form: the hours of its fullest day, which stand in a row as a rule. */
function hoursOf({ window, hoursOfWeek }: MaintenanceConfiguration): number {
  return window?.durationHours ?? Math.max(0, ...hoursOfWeek.map(({ hours }) => hours.length));
}
