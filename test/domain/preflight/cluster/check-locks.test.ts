import { describe, expect, it } from 'vitest';
import type { ResourceLock } from '#domain/preflight/findings/preflight-readings.ts';
import { aCluster } from '../../../builders/a-cluster.ts';
import { aControlPlaneStep, preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const { resourceId, subscriptionId } = aCluster();
const subscription = `/subscriptions/${subscriptionId}`;
const machines = `${subscription}/resourceGroups/mc_RG-AKS_aks-one-weu_westeurope`;
const scopes = {
  'the subscription': subscription,
  'its group': `${subscription}/resourceGroups/RG-AKS`,
  'the cluster': resourceId,
  'a node pool': `${resourceId}/agentPools/system`,
  'the group of its machines': machines,
  'a disk of its machines': `${machines}/providers/Microsoft.Compute/disks/pvc-1`,
  'a group whose name begins alike': `${subscription}/resourceGroups/rg-aks-other`,
  'another pool': `${resourceId}/agentPools/np9`,
} as const;

const look = (
  scope: keyof typeof scopes,
  level: ResourceLock['level'],
  steps?: Parameters<typeof preflightFindings>[1],
) => told(preflightFindings({ locks: { value: [{ name: 'keep', level, scope: scopes[scope] }] } }, steps));

describe('a lock', () => {
  it.each<[ResourceLock['level'], keyof typeof scopes, string]>([
    ['ReadOnly', 'the subscription', 'blocker'],
    ['ReadOnly', 'its group', 'blocker'],
    ['ReadOnly', 'the cluster', 'blocker'],
    ['ReadOnly', 'a node pool', 'blocker'],
    ['ReadOnly', 'the group of its machines', 'blocker'],
    ['ReadOnly', 'a disk of its machines', 'warning'],
    ['CanNotDelete', 'the subscription', 'blocker'],
    ['CanNotDelete', 'the group of its machines', 'blocker'],
    ['CanNotDelete', 'a disk of its machines', 'warning'],
  ])('%s on %s is a %s', (level, scope, wanted) => {
    expect(look(scope, level)).toEqual([
      expect.stringMatching(new RegExp(`^${wanted} resourceLocks .*lock keep`)),
    ]);
  });

  it.each<[ResourceLock['level'], keyof typeof scopes]>([
    ['CanNotDelete', 'its group'],
    ['CanNotDelete', 'the cluster'],
    ['CanNotDelete', 'a node pool'],
    ['ReadOnly', 'another pool'],
    ['ReadOnly', 'a group whose name begins alike'],
  ])("%s on %s is in nobody's way: nothing is written or deleted there", (level, scope) => {
    expect(look(scope, level)).toEqual([]);
  });

  it("on the machines is in nobody's way while the control plane alone is upgraded", () => {
    expect(look('the group of its machines', 'ReadOnly', { steps: [aControlPlaneStep()] })).toEqual([]);
  });

  it('is reported with where it is and the command that lifts it', () => {
    expect(look('the group of its machines', 'CanNotDelete')).toEqual([
      `blocker resourceLocks aks-one-weu: lock keep (CanNotDelete) on resource group mc_RG-AKS_aks-one-weu_westeurope: surge nodes can be added but not removed; remove it for the upgrade (az lock delete --ids ${machines}/providers/Microsoft.Authorization/locks/keep)`,
    ]);
  });

  it('that may not be seen is unknown, and names the right that it takes', () => {
    const lost = { why: 'AuthorizationFailed', permission: 'Microsoft.Authorization/locks/read' };
    expect(told(preflightFindings({ locks: { unread: lost } }))).toEqual([
      'unknown resourceLocks aks-one-weu: unknown: resource locks: AuthorizationFailed; required: Microsoft.Authorization/locks/read',
    ]);
  });
});
