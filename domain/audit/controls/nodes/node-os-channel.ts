import { armControl } from '../../control/arm-control.ts';
import { fail, warn } from '../../control/control.ts';
import { textOf } from '../../kubernetes/read-shape.ts';

export const nodeOsChannel = armControl({
  id: 'SB-OS-01',
  title: 'Node images are kept up to date',
  area: 'node-os',
  severity: 'medium',
  rule: 'autoUpgradeProfile.nodeOSUpgradeChannel is NodeImage or SecurityPatch; Unmanaged or unset is a warning.',
  source: 'https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image',
  remediation:
    'az aks update -g GROUP -n CLUSTER --node-os-upgrade-channel NodeImage, with a maintenance window.',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const channel = fields('autoUpgradeProfile.nodeOSUpgradeChannel') ?? null;
    if (channel === 'NodeImage' || channel === 'SecurityPatch') return [];
    const facts = [textOf(channel, 'none')];
    if (channel === 'Unmanaged') {
      const reason = 'nodeOSUpgradeChannel is Unmanaged: nodes patch themselves but are not rebooted';
      return [{ ...warn(resource, reason), facts }];
    }
    if (channel === null)
      return [{ ...warn(resource, 'nodeOSUpgradeChannel is not set: set the intended channel'), facts }];
    return [{ ...fail(resource, `nodeOSUpgradeChannel is ${textOf(channel, 'none')}`), facts }];
  },
});
