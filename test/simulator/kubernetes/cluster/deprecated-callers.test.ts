import { describe, expect, it } from 'vitest';
import { toHelmRelease } from '#gateways/kubernetes/removal/to-helm-release.ts';
import { aFleet, anAzure, change, clusterPath } from '../../../simulated/simulated-azure.ts';

const policies = { group: 'admissionregistration.k8s.io', version: 'v1beta1', removedRelease: '1.34' };
const chart = (version: string) =>
  `apiVersion: admissionregistration.k8s.io/${version}\nkind: ValidatingAdmissionPolicy\nmetadata: { name: guard }\n---\n# nothing\n`;
const calls = (more: object = {}) => [
  { ...policies, resource: 'validatingadmissionpolicies', requests: { PATCH: 2 }, every: '10m', ...more },
];
const release = { namespace: 'shop', name: 'guard', manifest: chart('v1beta1') };

const azureWith = (cluster: object, scheduledEvents: readonly object[] = []) => {
  const fleet = aFleet({ version: '1.33.5', ...cluster });
  const common = { cluster: 'aks-one-weu', after: '1h' };
  const azure = anAzure({
    ...fleet,
    scheduledEvents: scheduledEvents.map((each) => ({
      ...common,
      ...each,
    })) as unknown as typeof fleet.scheduledEvents,
  });
  const kubernetes = () => azure.world.clusters[0]!.kubernetes;
  return {
    ...azure,
    patches: () => Number(/verb="PATCH".*\} (\d+)$/m.exec(kubernetes().metrics())?.[1]),
    upgrade: () => change(azure, clusterPath, { kubernetesVersion: '1.34.1' }),
    kubernetes,
  };
};

describe('callers of deprecated API versions', () => {
  it('are counted on and on, until they are fixed: then what was counted stays', () => {
    const azure = azureWith({ deprecatedCalls: calls() }, [{ kind: 'callers-stop' }]);
    const first = azure.patches();
    azure.pass(50);
    expect(azure.patches()).toBe(first + 5);
    azure.pass(300);
    expect(azure.patches()).toBe(first + 6);
  });

  it('are why AKS refuses the next minor, for 12 hours after the last of them', async () => {
    const azure = azureWith({ deprecatedCalls: calls() }, [{ kind: 'callers-stop' }]);
    const refused = await azure.upgrade();
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toMatch(
      /UpgradeBlockedOnDeprecatedAPIUsage.*admissionregistration\.k8s\.io\.validatingadmissionpolicies\.v1beta1|admissionregistration\.k8s\.io\.validatingadmissionpolicies\.v1beta1.*UpgradeBlockedOnDeprecatedAPIUsage/,
    );
    azure.pass(12 * 60 + 55);
    expect((await azure.upgrade()).status).toBe(400);
    azure.pass(10);
    expect((await azure.upgrade()).status).toBeLessThan(300);
  });

  it.each([
    ['only read', calls({ requests: { LIST: 2, WATCH: 1 } })],
    ['use what the target still has', calls({ removedRelease: '1.35' })],
    ['have called long ago', calls({ every: undefined })],
  ])('are none to AKS where they %s', async (_, deprecatedCalls) => {
    expect((await azureWith({ deprecatedCalls }).upgrade()).status).toBeLessThan(300);
  });

  it('are forgotten by an API server of the version that has taken theirs away', async () => {
    const azure = azureWith({ deprecatedCalls: calls({ requests: { LIST: 3 } }) });
    await azure.upgrade();
    azure.pass(60);
    expect(azure.kubernetes().version).toBe('1.34.1');
    expect(azure.kubernetes().metrics()).not.toContain('validatingadmissionpolicies');
  });
});

describe('Helm releases', () => {
  const stored = (azure: ReturnType<typeof azureWith>) =>
    Promise.all(
      azure
        .kubernetes()
        .state.store.all('secrets')
        .filter(({ metadata }) => metadata.labels?.status === 'deployed')
        .map(({ metadata, data }) =>
          toHelmRelease({ metadata, data: { release: data?.release ?? '' } }, { left: 1 }),
        ),
    );
  const writers = (azure: ReturnType<typeof azureWith>) =>
    azure
      .kubernetes()
      .state.store.all('validatingadmissionpolicies')
      .map(({ metadata }) => metadata.managedFields);

  it('are stored as Helm stores them, and have written their objects', async () => {
    const azure = azureWith({ helmReleases: [{ ...release, revision: 4 }] });
    await expect(stored(azure)).resolves.toMatchObject([{ namespace: 'shop', name: 'guard', revision: 4 }]);
    expect(writers(azure)).toMatchObject([
      [{ manager: 'helm', apiVersion: 'admissionregistration.k8s.io/v1beta1' }],
    ]);
  });

  it('are upgraded to a chart of other API versions', async () => {
    const azure = azureWith({ helmReleases: [{ ...release, revision: 4 }] }, [
      { kind: 'helm-upgrade', release: { ...release, manifest: chart('v1') } },
    ]);
    azure.pass(61);
    await expect(stored(azure)).resolves.toMatchObject([
      { revision: 5, manifests: expect.stringContaining('/v1\n') as string },
    ]);
    expect(writers(azure)).toMatchObject([[{ apiVersion: 'admissionregistration.k8s.io/v1' }]]);
  });
});
