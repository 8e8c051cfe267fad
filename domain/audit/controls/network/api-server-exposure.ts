import { armControl } from '../../control/arm-control.ts';
import { fail } from '../../control/control.ts';

export const apiServerExposure = armControl({
  id: 'SB-NODE-04',
  title: 'Access to the API server is restricted',
  area: 'nodes',
  severity: 'medium',
  rule: 'The cluster is private, public network access is disabled, or authorizedIPRanges restricts it.',
  source: 'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
  remediation: 'az aks update -g GROUP -n CLUSTER --api-server-authorized-ip-ranges RANGES',
  needs: ['azure-cluster'],
  judgeCluster: ({ resource, fields }) => {
    const isPrivate = fields('apiServerAccessProfile.enablePrivateCluster') === true;
    if (isPrivate || fields('publicNetworkAccess') === 'Disabled') return [];
    const given = fields('apiServerAccessProfile.authorizedIPRanges');
    const ranges = Array.isArray(given) ? given.map(String) : [];
    if (ranges.length === 0) return [fail(resource, 'the API server is reachable from every address')];
    return ranges.some((range) => range.endsWith('/0'))
      ? [fail(resource, `authorizedIPRanges allows ${ranges.join(', ')}`)]
      : [];
  },
});
