import { describe, expect, it } from 'vitest';
import { aFleet, anAzure, aPool, clusterPath, operationOf } from '../../../simulated/simulated-azure.ts';

const newPool = `${clusterPath}/agentPools/win25`;
const properties = { count: 2, osType: 'Windows', osSKU: 'Windows2025', orchestratorVersion: '1.33.5' };
const create = { 'if-none-match': '*' };

function anAzureWithWindows() {
  return anAzure(
    aFleet({
      version: '1.34.1',
      pools: [aPool(), aPool({ name: 'win22', mode: 'User', osSku: 'Windows2022', version: '1.33.5' })],
    }),
  );
}

describe('a node pool that is created', () => {
  it('answers 201 and has its nodes once its operation has ended', async () => {
    const azure = anAzureWithWindows();
    const answer = await azure.send('PUT', newPool, { properties }, create);
    expect([answer.status, answer.body.properties]).toMatchObject([201, { provisioningState: 'Creating' }]);
    azure.pass(10);
    expect((await azure.send('GET', operationOf(answer))).body).toMatchObject({ status: 'Succeeded' });
    const nodes = azure.world.clusters[0]!.kubernetes.nodes('win25');
    expect(nodes.map(({ kubeletVersion }) => kubeletVersion)).toEqual(['v1.33.5', 'v1.33.5']);
    expect((await azure.send('GET', newPool)).body.properties).toMatchObject({
      osSKU: 'Windows2025',
      nodeImageVersion: expect.stringMatching(/^AKSWindows-2025-/),
      provisioningState: 'Succeeded',
    });
  });

  it.each<[string, object, string, Record<string, string>, number]>([
    ['its name is too long for Windows', properties, 'windows', create, 400],
    ['its SKU is of another system', { ...properties, osSKU: 'Ubuntu' }, 'win25', create, 400],
    ['it is above the control plane', { ...properties, orchestratorVersion: '1.35.5' }, 'win25', create, 400],
    ['it exists', properties, 'win22', create, 412],
    ['it should have existed', properties, 'win25', { 'if-match': 'x' }, 412],
  ])('is refused where %s', async (_, wanted, name, headers, status) => {
    const path = `${clusterPath}/agentPools/${name}`;
    const azure = anAzureWithWindows();
    expect((await azure.send('PUT', path, { properties: wanted }, headers)).status).toBe(status);
  });
});

describe('a node pool that is deleted', () => {
  it('takes its nodes along, and the cluster keeps its state', async () => {
    const azure = anAzureWithWindows();
    const answer = await azure.send('DELETE', `${clusterPath}/agentPools/win22`);
    expect(answer.status).toBe(202);
    azure.pass(10);
    expect((await azure.send('GET', operationOf(answer))).body).toMatchObject({ status: 'Succeeded' });
    expect((await azure.send('GET', `${clusterPath}/agentPools/win22`)).status).toBe(404);
    expect(azure.world.clusters[0]!.kubernetes.nodes('win22')).toEqual([]);
  });

  it('is refused where it is the last system pool', async () => {
    const answer = await anAzureWithWindows().send('DELETE', `${clusterPath}/agentPools/system`);
    expect([answer.status, answer.body.code]).toEqual([400, 'OperationNotAllowed']);
  });
});
