import {
  type ApiType,
  type Configuration,
  KubeConfig,
  PolicyV1Api,
  RbacAuthorizationV1Api,
} from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec, subscriptionOf } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';
import { credentialFor } from '../simulated/simulator-clients.ts';

const till = { kind: 'Deployment', namespace: 'shop', name: 'till', replicas: 1 };
const machines = `/subscriptions/${subscriptionOf('locked')}/resourceGroups/MC_rg-fleet_aks-locked_westeurope`;
const locks = [{ name: 'keep', scope: machines, level: 'CanNotDelete' }];
const anybody = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'anybody' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:unauthenticated' }],
};
const policies = { apiVersion: 'admissionregistration.k8s.io/v1beta1', kind: 'ValidatingAdmissionPolicy' };
const oldRelease = {
  namespace: 'guard',
  name: 'admission',
  revision: 7,
  manifest: `apiVersion: ${policies.apiVersion}\nkind: ${policies.kind}\nmetadata: { name: guard }\nspec: {}\n`,
};
const fleet = fleetFile(
  {
    blocked: [{ name: 'aks-blocked', workloads: [{ ...till, budget: { minAvailable: 1 } }] }],
    later: [{ name: 'aks-later', workloads: [till] }],
    warned: [{ name: 'aks-warned', workloads: [{ ...till, budget: { minAvailable: 1 } }] }],
    locked: [{ name: 'aks-locked' }],
    open: [{ name: 'aks-open', manifests: [anybody] }],
    accepted: [{ name: 'aks-accepted', helmReleases: [oldRelease] }],
    'no-view': [{ name: 'aks-no-view', workloads: [{ ...till, budget: { minAvailable: 1 } }] }],
  },
  { locks },
);

const never = /pdb shop\/till allows 0 disruptions; the drain can never succeed/;
const only = (status: CampaignStatus): ClusterStatus => status.stages[0]!.clusters[0]!;

const it = withDrydock({ fleet, speed: 2400 })
  .extend('operationsOf', ({ drydock }) => async (cluster: string): Promise<readonly string[]> => {
    return (await acceptedOperations(drydock.simulator)).filter((each) => each.cluster === cluster).map(tell);
  })
  .extend('liftLock', ({ drydock }) => async (): Promise<void> => {
    const { simulator } = drydock;
    const token = await credentialFor(simulator).getToken('https://management.azure.com/.default');
    const lock = `${machines}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01`;
    const headers = { authorization: `Bearer ${token.token}` };
    expect(await simulator.ask(lock, { method: 'DELETE', headers })).toMatchObject({ status: 200 });
  })
  .extend(
    'apiOf',
    ({ drydock }) =>
      <T extends ApiType>(cluster: string, group: new (config: Configuration) => T): T => {
        const config = new KubeConfig();
        const { kubeconfigFile } = drydock.simulator.ready.clusters.find(({ name }) => name === cluster)!;
        config.loadFromFile(kubeconfigFile);
        return config.makeApiClient(group);
      },
  )
  .extend(
    'budgets',
    ({ apiOf }) =>
      (cluster: string) =>
        apiOf(cluster, PolicyV1Api),
  );

describe.concurrent('a preflight', () => {
  it('holds a cluster that a budget blocks before its first change, and releases it once that is fixed', async ({
    drydock,
    operationsOf,
    budgets,
  }) => {
    const campaign = await drydock.start(groupSpec('blocked', { preflight: {} }));
    const asked = only(await campaign.until(needsDecision));
    expect(asked.reason).toMatch(never);
    expect(asked.reason).toMatch(/aks-blocked\/system: .*raise the replicas of Deployment shop\/till/);
    expect(await operationsOf('aks-blocked')).toEqual([]);

    await budgets('aks-blocked').deleteNamespacedPodDisruptionBudget({ namespace: 'shop', name: 'till' });
    await campaign.steer('retry', { target: 'cluster/aks-blocked' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('holds a cluster whose machines are locked before its first change, and releases it once the lock is lifted', async ({
    drydock,
    operationsOf,
    liftLock,
  }) => {
    const campaign = await drydock.start(groupSpec('locked', { preflight: {} }));
    const asked = only(await campaign.until(needsDecision));
    expect(asked.reason).toMatch(
      /lock keep \(CanNotDelete\) on resource group MC_\S+: surge nodes can be added but not removed/,
    );
    expect(await operationsOf('aks-locked')).toEqual([]);
    await liftLock();
    await campaign.steer('retry', { target: 'cluster/aks-locked' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('holds a cluster that breaks the security baseline before its first change, and releases it once it keeps it', async ({
    drydock,
    operationsOf,
    apiOf,
  }) => {
    const campaign = await drydock.start(
      groupSpec('open', {
        preflight: { securityBaseline: 'Block' },
        baseline: { threshold: 'critical', noRegression: false },
      }),
    );
    const asked = only(await campaign.until(needsDecision));
    expect(asked.reason).toContain('1 security control fails: severity critical or higher (SB-ENT-08)');
    expect(await operationsOf('aks-open')).toEqual([]);

    const bindings = apiOf('aks-open', RbacAuthorizationV1Api);
    await bindings.deleteClusterRoleBinding({ name: anybody.metadata.name });
    await campaign.steer('retry', { target: 'cluster/aks-open' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('is repeated right before a pool: a budget that came meanwhile holds the pool', async ({
    drydock,
    operationsOf,
    budgets,
  }) => {
    const campaign = await drydock.start(groupSpec('later', { preflight: {} }));
    await untilAccepted(drydock.simulator, 'control-plane-upgrade', { cluster: 'aks-later' });
    await budgets('aks-later').createNamespacedPodDisruptionBudget({
      namespace: 'shop',
      body: {
        metadata: { name: 'till' },
        spec: { minAvailable: 1, selector: { matchLabels: { app: 'till' } } },
      },
    });
    expect(only(await campaign.until(needsDecision)).reason).toMatch(never);
    expect(await operationsOf('aks-later')).toEqual(['aks-later control-plane-upgrade 1.33.5 -> 1.34.1']);
    await budgets('aks-later').deleteNamespacedPodDisruptionBudget({ namespace: 'shop', name: 'till' });
    await campaign.steer('retry', { target: 'cluster/aks-later' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('holds nothing for a use of an API version that ends while a waiver of the file accepts it, by the clock of the campaign', async ({
    drydock,
    operationsOf,
  }) => {
    const accepting = (expires: string) => ({
      preflight: {
        removedApisWaivers: [{ ...policies, reason: 'the chart follows', owner: 'shop', expires }],
      },
    });
    const late = await drydock.start(groupSpec('accepted', { name: 'late', ...accepting('2026-11-19') }));
    expect(only(await late.until(needsDecision)).reason).toMatch(
      /v1beta1 of ValidatingAdmissionPolicy, removed in 1.34, is in use: .*the waiver of shop for ValidatingAdmissionPolicy .* expired 2026-11-20/,
    );
    expect(await operationsOf('aks-accepted')).toEqual([]);
    await late.steer('skip', { target: 'cluster/aks-accepted' });
    await late.result();

    const soon = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const campaign = await drydock.start(groupSpec('accepted', accepting(soon)));
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });

  it('holds nothing where the file wants a warning: then Azure has the word', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('warned', { preflight: { drainBlockers: 'Warn' } }));
    expect(only(await campaign.until(needsDecision)).reason).toMatch(/UpgradeFailed|Drain node/);
    await campaign.steer('skip', { target: 'cluster/aks-warned' });
    await campaign.result();
  });

  it('holds nothing for what it may not see', async ({ drydock }) => {
    const match = { plane: 'kubernetes', cluster: 'aks-no-view', pathPattern: '/poddisruptionbudgets$' };
    await drydock.simulator.fault({
      kind: 'error-answer',
      status: 403,
      code: 'Forbidden',
      times: 100,
      match,
    });
    const campaign = await drydock.start(groupSpec('no-view', { preflight: {} }));
    expect(only(await campaign.until(needsDecision)).reason).toMatch(/UpgradeFailed|Drain node/);
    await campaign.steer('skip', { target: 'cluster/aks-no-view' });
    await campaign.result();
  });
});
