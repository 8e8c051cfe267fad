import { describe, expect, it } from 'vitest';
import { decideSetting } from '#domain/audit/hardening/decide-setting.ts';

const id = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-1';
const az = 'az aks update --subscription s1 -g rg -n aks-1';
const managed = { managed: true, enableAzureRBAC: true };
const decided = (control: string, properties: object = {}, document: object = {}) =>
  decideSetting({ control, resource: 'ManagedCluster/aks-1' }, id, {
    eTag: 'e1',
    properties: { provisioningState: 'Succeeded', powerState: { code: 'Running' }, ...properties },
    ...document,
  });

describe('a setting of Azure that is to be sent', () => {
  it.each([
    ['SB-UPG-03', {}, 'autoUpgradeProfile.upgradeChannel', null, 'patch', '--auto-upgrade-channel none'],
    [
      'SB-OS-01',
      { autoUpgradeProfile: { nodeOSUpgradeChannel: 'Unmanaged' } },
      'autoUpgradeProfile.nodeOSUpgradeChannel',
      'Unmanaged',
      'NodeImage',
      '--node-os-upgrade-channel Unmanaged',
    ],
    ['SB-NODE-03', {}, 'apiServerAccessProfile.disableRunCommand', null, true, '--enable-run-command'],
    [
      'SB-ENT-03',
      { aadProfile: { managed: true } },
      'aadProfile.enableAzureRBAC',
      null,
      true,
      '--disable-azure-rbac',
    ],
    [
      'SB-ENT-02',
      { aadProfile: managed, disableLocalAccounts: false },
      'disableLocalAccounts',
      false,
      true,
      '--enable-local-accounts',
    ],
    [
      'SB-DEF-01',
      { securityProfile: { defender: { logAnalyticsWorkspaceResourceId: '/w' } } },
      'securityProfile.defender.securityMonitoring.enabled',
      null,
      true,
      '--disable-defender',
    ],
  ])('%s is one property, with the command that puts back what was there', (...row) => {
    const [control, properties, path, before, value, flags] = row;
    const undo = `${az} ${flags}`;
    expect(decided(control, properties)).toEqual({
      kind: 'send',
      path: path.split('.'),
      before,
      value,
      eTag: 'e1',
      undo,
    });
  });

  it.each([
    ['that cannot be undone', 'SB-ENT-01', {}, 'cannot be undone'],
    ['a node pool setting', 'SB-NODE-01', {}, 'a node pool setting'],
    ['whose workspace is not known', 'SB-DEF-01', {}, 'workspace'],
    ['without Entra', 'SB-ENT-03', {}, 'SB-ENT-01'],
    ['that would lock everyone out', 'SB-ENT-02', { aadProfile: { managed: true } }, 'SB-ENT-03'],
    ['where no command puts back what is there', 'SB-OS-01', {}, 'no command can restore'],
    ['that is never proposed', 'SB-POD-06', {}, 'not a single property'],
  ])('%s stays a command for a person', (_, control, properties, why) => {
    expect(decided(control, properties)).toEqual({ kind: 'yours', why: expect.stringContaining(why) });
  });

  it.each([
    ['an operation runs', { provisioningState: 'Upgrading' }, 'the cluster is Upgrading'],
    ['the cluster is stopped', { powerState: { code: 'Stopped' } }, 'the cluster is Stopped'],
    [
      'a pool is half done',
      { agentPoolProfiles: [{ name: 'np1', provisioningState: 'Failed' }] },
      'node pool np1 is Failed',
    ],
  ])('is refused while %s', (_, properties, why) => {
    expect(decided('SB-UPG-03', properties)).toEqual({ kind: 'refused', why });
  });

  it('is refused without an eTag to hold it to', () => {
    expect(decided('SB-UPG-03', {}, { eTag: undefined })).toMatchObject({ kind: 'refused' });
  });

  it('that is there already needs nothing, even while an operation runs', () => {
    const channel = { autoUpgradeProfile: { upgradeChannel: 'patch' }, provisioningState: 'Updating' };
    expect(decided('SB-UPG-03', channel)).toEqual({ kind: 'unchanged' });
  });
});
