import { describe, expect, it } from 'vitest';
import { limitsFor } from '#gateways/azure/limits/request-limits.ts';

const sub = 'https://management.azure.com/subscriptions/S';
const cluster = `${sub}/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters/c1`;
const locations = `${sub}/providers/Microsoft.ContainerService/locations/westeurope`;

const keysOf = (method: string, url: string) => limitsFor(method, url).map((each) => each.key.split(' ')[0]);

describe('limitsFor', () => {
  it.each<[string, string, readonly string[]]>([
    ['PUT', `${cluster}/agentPools/np1`, ['put-pool', 'writes']],
    ['PUT', cluster, ['put-cluster', 'writes']],
    ['GET', `${cluster}?api-version=2026-06-01`, ['get-cluster', 'reads']],
    ['GET', `${sub}/providers/Microsoft.ContainerService/managedClusters`, ['list', 'reads']],
    [
      'GET',
      `${sub}/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters`,
      ['list-in-group', 'reads'],
    ],
    ['GET', `${locations}/operations/1234?t=1`, ['operation', 'reads']],
    ['GET', `${locations}/kubernetesVersions`, ['other', 'reads']],
    ['GET', `${cluster}/agentPools/np1`, ['other', 'reads']],
    ['POST', `${cluster}/agentPools/np1/upgradeNodeImageVersion`, ['other', 'writes']],
    ['DELETE', `${cluster}/agentPools/np1`, ['other', 'deletes']],
    ['GET', 'https://management.azure.com/subscriptions', ['reads']],
  ])('counts %s %s in %j', (method, url, expected) => {
    expect(keysOf(method, url)).toEqual(expected);
  });

  it('counts every spelling of a resource in the same bucket, and every pool in its own', () => {
    const [lower] = limitsFor('PUT', `${cluster}/agentPools/np1`.toLowerCase());
    const [upper] = limitsFor('PUT', `${cluster}/agentPools/np1`.replace('subscriptions', 'Subscriptions'));
    const [other] = limitsFor('PUT', `${cluster}/agentPools/np2`);
    expect(upper?.key).toBe(lower?.key);
    expect(other?.key).not.toBe(lower?.key);
  });

  it('counts what the provider limits by region, and what ARM limits without', () => {
    const regionOf = (path: string) => ({ [new URL(cluster).pathname.toLowerCase()]: 'westeurope' })[path];
    const keys = (url: string) => limitsFor('POST', url, regionOf).map(({ key }) => key);
    const credential = `${cluster}/listClusterUserCredential`;
    expect(keys(credential)).toEqual(['other /subscriptions/s westeurope', 'writes /subscriptions/s']);
    expect(keys(credential.replace('c1', 'c2'))).toEqual([
      'other /subscriptions/s ',
      'writes /subscriptions/s',
    ]);
    expect(keys(`${locations}/kubernetesVersions`)[0]).toBe('other /subscriptions/s westeurope');
  });
});
