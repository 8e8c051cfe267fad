import { describe, expect, it } from 'vitest';
import { covers, permissionFor } from '#scripts/dev/permissions/permission.ts';

const subscription = '/subscriptions/00000000-0000-0000-0000-00000000000a';
const cluster = `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-a`;
const api = '/k8s/00000000-0000-0000-0000-00000000000a/rg/aks-a';

describe('the right that a request needs', () => {
  it.each([
    ['GET', cluster, 'microsoft.containerservice/managedclusters/read'],
    [
      'PUT',
      `${cluster}/agentPools/np1?api-version=1`,
      'microsoft.containerservice/managedclusters/agentpools/write',
    ],
    ['POST', `${cluster}/abort`, 'microsoft.containerservice/managedclusters/abort/action'],
    [
      'POST',
      `${cluster}/agentPools/np1/upgradeNodeImageVersion`,
      'microsoft.containerservice/managedclusters/agentpools/upgradenodeimageversion/action',
    ],
    [
      'GET',
      `${subscription}/providers/Microsoft.ContainerService/managedClusters`,
      'microsoft.containerservice/managedclusters/read',
    ],
    [
      'GET',
      `${subscription}/providers/Microsoft.ContainerService/locations/westeurope/operations/1`,
      'microsoft.containerservice/locations/operations/read',
    ],
    ['GET', subscription, null],
    ['POST', '/tenant/oauth2/v2.0/token', null],
    ['GET', `${api}/api/v1/nodes?limit=500`, 'list nodes.'],
    ['GET', `${api}/api/v1/nodes/n1`, 'get nodes.'],
    ['GET', `${api}/api/v1/namespaces`, 'list namespaces.'],
    ['GET', `${api}/api/v1/namespaces/web`, 'get namespaces.'],
    ['PATCH', `${api}/api/v1/namespaces/web`, 'patch namespaces.'],
    ['GET', `${api}/apis/apps/v1/namespaces/web/deployments`, 'list deployments.apps'],
    ['POST', `${api}/api/v1/namespaces/web/pods/p/eviction`, 'create pods/eviction.'],
    ['DELETE', `${api}/api/v1/namespaces/web/pods/p`, 'delete pods.'],
    ['GET', `${api}/api/v1/namespaces/web/pods/p%3A80/proxy/metrics`, 'get pods/proxy.'],
    ['GET', `${api}/version`, 'get /version'],
  ])('%s %s: %s', (method, path, needed) => {
    expect(permissionFor(method, path)).toBe(needed);
  });

  it('is covered by a wildcard and in any case, and by nothing else', () => {
    const operations = 'microsoft.containerservice/locations/operations/read';
    expect(covers('Microsoft.ContainerService/locations/*/read', operations)).toBe(true);
    expect(covers('Microsoft.ContainerService/locations/read', operations)).toBe(false);
    expect(covers('get /version', 'get /versions')).toBe(false);
  });
});
