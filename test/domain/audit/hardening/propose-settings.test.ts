import { describe, expect, it } from 'vitest';
import { proposeSettings } from '#domain/audit/hardening/propose-settings.ts';
import { anAzurePool, audited } from '../../../builders/an-audited-cluster.ts';

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
        why: expect.stringContaining('rotate-certs'),
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

  it('that would lock everyone out are refused until Entra is on', () => {
    const given = proposed({ aadProfile: null, disableLocalAccounts: false });
    expect(given.filter(({ kind }) => kind === 'command').map(({ control }) => control)).not.toContain(
      'SB-ENT-02',
    );
  });

  it('come after what they depend on: local accounts stay on until Entra users can administer', () => {
    const given = proposed({ aadProfile: { managed: true }, disableLocalAccounts: false });
    expect(given.map(({ kind, control }) => `${kind} ${control}`)).toEqual([
      'command SB-ENT-03',
      'refuse SB-ENT-02',
    ]);
    expect(given[1]?.why).toBe('SB-ENT-03 must pass first: no administrator would be left');
  });

  it('tell that the rotation of certificates costs downtime', () => {
    expect(proposed({ disableLocalAccounts: false })[0]?.why).toMatch(/rotate-certs.*30 minutes of downtime/);
  });

  it('do not bring Entra to a cluster without Kubernetes RBAC: it takes a new cluster', () => {
    const [first] = proposed({ enableRbac: false, aadProfile: null });
    expect([first?.kind, first?.control]).toEqual(['refuse', 'SB-ENT-01']);
    expect(first?.why).toContain('create a new cluster and move');
  });
});
