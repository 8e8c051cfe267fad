import { describe, expect, it } from 'vitest';
import { proposeSettings } from '#domain/baseline/hardening/propose-settings.ts';
import { anAzurePool, audited } from '../../../support/an-audited-cluster.ts';

const id = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-1';
const proposed = (arm: object, pools?: readonly object[]) =>
  proposeSettings(audited({ arm, ...(pools && { pools }) }), id);

describe('settings of Azure', () => {
  it('that keep every control need no command', () => {
    expect(proposed({})).toEqual([]);
  });

  it('are proposed as commands, each with what to know before', () => {
    expect(proposed({ disableLocalAccounts: false })).toEqual([
      {
        kind: 'command',
        control: 'SB-ENT-02',
        resource: 'ManagedCluster/aks-1',
        command: 'az aks update --subscription s1 -g rg -n aks-1 --disable-local-accounts',
        why: expect.stringContaining('rotate the certificates'),
      },
    ]);
  });

  it('of a pool name the pool', () => {
    const pools = [anAzurePool(), anAzurePool({ name: 'np2', securityProfile: {} })];
    expect(proposed({}, pools)).toMatchObject([
      {
        command:
          'az aks nodepool update --subscription s1 -g rg --cluster-name aks-1 -n np2 --ssh-access disabled',
      },
    ]);
  });

  it('that would lock everybody out are refused until Entra is on', () => {
    const given = proposed({ aadProfile: null, disableLocalAccounts: false });
    expect(given.filter(({ kind }) => kind === 'command').map(({ control }) => control)).not.toContain(
      'SB-ENT-02',
    );
  });
});
