import { describe, expect, it } from 'vitest';
import { aFleet, anAzure, aPool, change, clusterPath } from '../../../simulated/simulated-azure.ts';

const systemPath = `${clusterPath}/agentPools/system`;

describe('the control plane', () => {
  it.each([
    { from: '1.33.5', to: '1.34.1', answer: 200 },
    { from: '1.33.5', to: '1.34', answer: 200 },
    { from: '1.33.5', to: '1.33.6', answer: 200 },
    { from: '1.33.5', to: '1.34.7', answer: 'K8sVersionNotSupported' },
    { from: '1.32.9', to: '1.34.1', answer: 'OperationNotAllowed' },
    { from: '1.34.1', to: '1.33.5', answer: 'OperationNotAllowed' },
  ])('from $from to $to: $answer', async ({ from, to, answer }) => {
    const azure = anAzure(aFleet({ version: from }));
    const reply = await change(azure, clusterPath, { kubernetesVersion: to });
    expect(reply.body.code ?? reply.status).toBe(answer);
  });

  it('skips minors with long-term support', async () => {
    const azure = anAzure(aFleet({ version: '1.32.9', properties: { supportPlan: 'AKSLongTermSupport' } }));
    expect((await change(azure, clusterPath, { kubernetesVersion: '1.34.1' })).status).toBe(200);
  });

  it('does not go alone where an automatic channel is set', async () => {
    const azure = anAzure(aFleet({ properties: { autoUpgradeProfile: { upgradeChannel: 'stable' } } }));
    const reply = await change(azure, clusterPath, { kubernetesVersion: '1.34.1' });
    expect(reply.body.code).toBe('NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged');
  });

  it('does not move while the cluster is stopped', async () => {
    const azure = anAzure(aFleet({ stopped: true }));
    expect((await change(azure, clusterPath, { kubernetesVersion: '1.34.1' })).body.code).toBe(
      'OperationNotAllowed',
    );
  });

  it('answers with its new version only when the upgrade is over, pools untouched', async () => {
    const azure = anAzure();
    await change(azure, clusterPath, { kubernetesVersion: '1.34.1' });
    const cluster = azure.world.clusters[0];
    expect(cluster?.kubernetes.version).toBe('1.33.5');
    azure.pass(30);
    expect(cluster?.kubernetes.version).toBe('1.34.1');
    expect(cluster?.pool('system')?.version).toBe('1.33.5');
  });

  it('takes along the pools that the same PUT names', async () => {
    const azure = anAzure();
    const { body } = await azure.send('GET', clusterPath);
    const properties = body.properties as { agentPoolProfiles: object[] };
    const agentPoolProfiles = properties.agentPoolProfiles.map((pool) => ({
      ...pool,
      orchestratorVersion: '1.34.1',
    }));
    await azure.send('PUT', clusterPath, {
      ...body,
      properties: { ...properties, kubernetesVersion: '1.34.1', agentPoolProfiles },
    });
    azure.pass(60);
    const versions = azure.world.clusters[0]?.kubernetes.nodes().map((node) => node.kubeletVersion);
    expect(versions).toEqual(['v1.34.1', 'v1.34.1']);
  });
});

describe('a node pool', () => {
  it.each([
    { from: '1.33.5', plane: '1.34.1', to: '1.34.1', answer: 200 },
    { from: '1.33.5', plane: '1.34.1', to: '1.33.6', answer: 200 },
    { from: '1.33.5', plane: '1.33.5', to: '1.34.1', answer: 'NodePoolMcVersionIncompatible' },
    { from: '1.34.0', plane: '1.34.1', to: '1.33.6', answer: 'AgentPoolUpgradeVersionNotAllowed' },
    { from: '1.33.5', plane: '1.34.1', to: '1.34.9', answer: 'AgentPoolK8sVersionNotSupported' },
  ])('from $from under $plane to $to: $answer', async ({ from, plane, to, answer }) => {
    const azure = anAzure(aFleet({ version: plane, pools: [aPool({ version: from })] }));
    const reply = await change(azure, systemPath, { orchestratorVersion: to });
    expect(reply.body.code ?? reply.status).toBe(answer);
  });

  it('refuses a node image that is neither the current nor the latest one', async () => {
    const azure = anAzure();
    const reply = await change(azure, systemPath, {
      nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202401.01.0',
    });
    expect(reply.body.message).toContain("or 'latest'");
  });

  it('loses what a PUT does not name', async () => {
    const azure = anAzure(
      aFleet({
        pools: [aPool({ properties: { scaleSetEvictionPolicy: 'Delete', nodeLabels: { a: 'b' } } })],
      }),
    );
    await azure.send('PUT', systemPath, { properties: { nodeLabels: { a: 'b' } } });
    const { body } = await azure.send('GET', systemPath);
    expect(body.properties).toMatchObject({ count: 2, nodeLabels: { a: 'b' } });
    expect(body.properties).not.toHaveProperty('scaleSetEvictionPolicy');
  });
});
