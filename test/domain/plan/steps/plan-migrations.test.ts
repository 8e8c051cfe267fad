import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import type { MigrationTerms } from '#domain/migration/migration-terms.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';

const terms: MigrationTerms = {
  action: 'Move',
  from: ['Windows2022'],
  to: 'Windows2025',
  suffix: 'b',
  drainTimeoutMs: 1_800_000,
};
const np1 = (over: Partial<NodePool> = {}) =>
  aPool({ name: 'np1', mode: 'User', osSKU: 'Ubuntu2204', ...over });
const linux = { from: ['Ubuntu2204'], to: 'AzureLinux3' };

function plan(
  pools: readonly NodePool[],
  { to = {}, cluster = {} }: { to?: Partial<MigrationTerms>; cluster?: Partial<Cluster> } = {},
) {
  const campaign: Campaign = { ...aCampaign(), upgrade: { type: 'Migrate', migrate: { ...terms, ...to } } };
  return planCluster(aCluster({ pools, ...cluster }), campaign, [], []).plan;
}

describe('a campaign of migrations', () => {
  it('makes a pool of as many nodes for each of the system that is to go, and leaves the others', () => {
    const { steps, blocked, warnings } = plan([aPool(), aWindowsPool()]);
    expect(blocked).toEqual([]);
    expect(steps.map(({ pool, action, surge, reason }) => [pool, action, surge, reason])).toEqual([
      ['system', 'none', 0, 'its operating system is Ubuntu'],
      [
        'win22',
        'migrate-node-pool',
        2,
        'moves its workloads to a new node pool win22b (Windows2025); it stays, cordoned and empty',
      ],
    ]);
    expect(steps[1]).toMatchObject({
      from: '1.33.5',
      to: '1.33.5',
      osChange: { from: 'Windows Server 2022', to: 'Windows Server 2025' },
      migration: { to: 'win22b', osSKU: 'Windows2025' },
    });
    expect(warnings.join('\n')).toMatch(/labels agentpool.*\n.*an image of Windows needs/);
  });

  it('continues with a pool that it made before, which needs no more nodes', () => {
    const twin = aWindowsPool({
      name: 'win22b',
      osSKU: 'Windows2025',
      tags: { 'drydock-migrated-from': 'win22' },
    });
    expect(plan([aPool(), aWindowsPool(), twin]).steps).toMatchObject([
      { action: 'none' },
      { action: 'migrate-node-pool', surge: 0, reason: expect.stringContaining('which is there already') },
      { action: 'none', pool: 'win22b' },
    ]);
  });

  it.each<[string, readonly NodePool[], Parameters<typeof plan>[1], string]>([
    [
      'its name has to be shortened',
      [aWindowsPool({ name: 'win220' })],
      { to: { suffix: '25' } },
      'moves its workloads to a new node pool win225 ',
    ],
    [
      'Linux takes twelve characters',
      [np1({ name: 'abcdefghijkl' })],
      { to: linux },
      'moves its workloads to a new node pool abcdefghijkb ',
    ],
    [
      'an operator holds the pool',
      [aWindowsPool({ tags: { 'drydock-hold': '' } })],
      {},
      'blocked by its tag',
    ],
  ])('says so where %s', (_, pools, more, reason) => {
    expect(plan([aPool(), ...pools], more).steps[1]?.reason).toContain(reason);
  });

  it.each<[string, readonly NodePool[], Parameters<typeof plan>[1], string]>([
    [
      'a pool of its name is not its own',
      [aWindowsPool(), aWindowsPool({ name: 'win22b', osSKU: 'Windows2025' })],
      {},
      'there is a pool of that name that was not made for it',
    ],
    [
      'two shortened names are one',
      [aWindowsPool({ name: 'win221' }), aWindowsPool({ name: 'win222' })],
      {},
      'node pools win221 and win222 would both get the new pool win22b',
    ],
    ['its system is another', [np1()], { to: { from: ['Ubuntu2204'] } }, 'cannot run on Windows2025'],
    [
      'it has machines of its own',
      [np1({ type: 'VirtualMachines' })],
      { to: linux },
      'copies no pool of type',
    ],
    ['it is a gateway', [np1({ mode: 'Gateway' })], { to: linux }, 'do not move to another pool'],
    [
      'AKS offers its version no more',
      [np1({ currentOrchestratorVersion: '1.32.1' })],
      { to: linux },
      'AKS creates no pool at Kubernetes 1.32.1 any more',
    ],
    [
      'the new system is too new for its version',
      [aWindowsPool({ currentOrchestratorVersion: '1.31.1' })],
      { cluster: { currentKubernetesVersion: '1.31.1' } },
      'AKS runs Windows Server 2025 with Kubernetes from 1.32, and it is at 1.31.1',
    ],
    ['its last operation failed', [aWindowsPool({ provisioningState: 'Failed' })], {}, 'ended as Failed'],
  ])('leaves the cluster out where %s', (_, pools, more, reason) => {
    const { blocked, steps } = plan([aPool(), ...pools], more);
    expect([blocked.join('\n'), steps]).toEqual([expect.stringContaining(reason), []]);
  });

  const twin = aWindowsPool({
    name: 'win22b',
    osSKU: 'Windows2025',
    tags: { 'drydock-migrated-from': 'win22' },
  });
  it.each<[MigrationTerms['action'], readonly NodePool[], readonly object[]]>([
    [
      'Return',
      [aWindowsPool(), twin],
      [
        { pool: 'win22', action: 'none', reason: 'it has taken no workloads that could return' },
        { pool: 'win22b', action: 'migrate-node-pool', surge: 0, migration: { to: 'win22' } },
      ],
    ],
    [
      'Remove',
      [aWindowsPool(), twin],
      [
        { pool: 'win22', action: 'remove-node-pool', migration: { to: 'win22b' } },
        { pool: 'win22b', action: 'none' },
      ],
    ],
    [
      'Remove',
      [aWindowsPool(), { ...twin, tags: {} }],
      [{ pool: 'win22', action: 'none', reason: 'its workloads have not moved to a new pool' }, {}],
    ],
    ['Return', [{ ...twin, tags: { 'drydock-migrated-from': 'gone' } }], [{ action: 'none' }]],
  ])('%s is planned by the tags of pools', (action, pools, steps) => {
    const planned = plan([aPool(), ...pools], { to: { action } });
    expect(planned.blocked).toEqual([]);
    expect(planned.steps.slice(1)).toMatchObject(steps);
    expect(planned.warnings).toEqual([]);
  });

  it.each(['Return', 'Remove'] as const)('%s is refused while the other pool is half done', (action) => {
    const [old, made] = [aWindowsPool(), { ...twin, provisioningState: 'Failed' }];
    expect(plan([aPool(), old, made], { to: { action } }).blocked.join()).toContain('ended as Failed');
  });
});
