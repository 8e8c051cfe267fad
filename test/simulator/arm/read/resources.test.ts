import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '#simulator/values/json-value.ts';
import { aFleet, anAzure, aPool, clusterPath } from '../../../simulated/simulated-azure.ts';

const group = clusterPath.replace(/\/managedClusters\/.*/, '');

async function kubeconfigOf(
  entra: boolean,
  query = '',
): Promise<{ users: { name: string; user: object }[]; contexts: { name: string }[] }> {
  const azure = anAzure(aFleet({ entra }));
  const path = `${clusterPath}/listClusterUserCredential?api-version=2026-04-01${query}`;
  const { body } = await azure.send('POST', path);
  const [config] = body.kubeconfigs as { value: string }[];
  return parse(Buffer.from(config?.value ?? '', 'base64').toString()) as Awaited<
    ReturnType<typeof kubeconfigOf>
  >;
}

describe('the kubeconfig of a user', () => {
  it('is that of an API server elsewhere where the file names one', async () => {
    const azure = anAzure(aFleet({ kubeconfig: 'elsewhere' }));
    const { body } = await azure.send(
      'POST',
      `${clusterPath}/listClusterUserCredential?api-version=2026-04-01`,
    );
    const value = Buffer.from('elsewhere').toString('base64');
    expect(body.kubeconfigs).toEqual([expect.objectContaining({ value })]);
  });

  it.each([
    { entra: false, query: '', holds: 'token' },
    { entra: true, query: '', holds: 'exec' },
    { entra: true, query: '&format=exec', holds: 'exec' },
    { entra: true, query: '&format=azure', holds: 'token' },
  ])('Entra $entra, query "$query": holds $holds', async ({ entra, query, holds }) => {
    expect(Object.keys((await kubeconfigOf(entra, query)).users[0]?.user ?? {})).toEqual([holds]);
  });

  it('bears the names that AKS gives', async () => {
    const { users, contexts } = await kubeconfigOf(false);
    expect([users[0]?.name, contexts[0]?.name]).toEqual(['clusterUser_rg-one_aks-one-weu', 'aks-one-weu']);
  });
});

describe('a list of clusters', () => {
  it('continues at an absolute link where it is long', async () => {
    const [one] = aFleet().clusters;
    const clusters = Array.from({ length: 51 }, (_, index) => ({ ...one!, name: `aks-${index}` }));
    const azure = anAzure({ ...aFleet(), clusters });
    const first = await azure.send('GET', `${group}/managedClusters`);
    const next = new URL(first.body.nextLink as string);
    const second = await azure.send('GET', next.pathname + next.search);
    expect([(first.body.value as []).length, (second.body.value as []).length]).toEqual([50, 1]);
    expect(second.body).not.toHaveProperty('nextLink');
  });

  it('shows ids and types as the service writes them', async () => {
    const { body } = await anAzure().send('GET', `${group}/managedClusters`);
    const [cluster] = body.value as JsonObject[];
    expect(cluster?.id).toContain('/resourcegroups/rg-one/');
    expect(cluster?.type).toBe('Microsoft.ContainerService/ManagedClusters');
    expect(cluster?.properties).toMatchObject({
      maxAgentPools: 100,
      agentPoolProfiles: [{ type: 'VirtualMachineScaleSets' }],
    });
  });

  it.each([
    { path: clusterPath.replace('aks-one-weu', 'aks-two'), status: 404, code: 'ResourceNotFound' },
    { path: clusterPath.replace('rg-one', 'rg-two'), status: 404, code: 'ResourceGroupNotFound' },
    { path: `${clusterPath}/agentPools/other`, status: 404, code: 'NotFound' },
    { path: clusterPath.toUpperCase(), status: 200, code: undefined },
  ])('$path answers $status', async ({ path, status, code }) => {
    const reply = await anAzure().send('GET', path);
    const error = (reply.body.error ?? reply.body) as { code?: string };
    expect([reply.status, error.code]).toEqual([status, code]);
  });
});

describe('versions on offer', () => {
  it('mark what is a preview and leave out what is behind', async () => {
    const { body } = await anAzure(aFleet({ version: '1.34.1' })).send(
      'GET',
      `${clusterPath}/upgradeProfiles/default`,
    );
    const { controlPlaneProfile } = body.properties as { controlPlaneProfile: JsonObject };
    expect(controlPlaneProfile.upgrades).toEqual([
      { kubernetesVersion: '1.35.0', isPreview: true },
      { kubernetesVersion: '1.35.5' },
    ]);
  });

  it('are absent for a pool at the version of its control plane', async () => {
    const { body } = await anAzure().send('GET', `${clusterPath}/agentPools/system/upgradeProfiles/default`);
    expect(body.properties).not.toHaveProperty('upgrades');
    expect(body.properties).toHaveProperty('latestNodeImageVersion');
  });

  it('tell by minor and patch what a region has, and for whom', async () => {
    const path = group.replace(/resourceGroups.*?providers/, 'providers');
    const { body } = await anAzure().send('GET', `${path}/locations/westeurope/kubernetesVersions`);
    const values = body.values as {
      version: string;
      capabilities: { supportPlan: string[] };
      isDefault: boolean;
    }[];
    expect(values.map(({ version }) => version)).toEqual(['1.32', '1.33', '1.34', '1.35', '1.36', '1.37']);
    expect(values[0]?.capabilities.supportPlan).toEqual(['AKSLongTermSupport']);
    expect(values.find(({ isDefault }) => isDefault)?.version).toBe('1.36');
  });

  it('end for pools at the version of the control plane', async () => {
    const fleet = aFleet({ version: '1.34.0', pools: [aPool({ version: '1.33.5' })] });
    const { body } = await anAzure(fleet).send('GET', `${clusterPath}/availableAgentPoolVersions`);
    const { agentPoolVersions } = body.properties as { agentPoolVersions: { kubernetesVersion: string }[] };
    expect(agentPoolVersions.at(-1)).toEqual({ kubernetesVersion: '1.34.0', default: true });
  });
});
