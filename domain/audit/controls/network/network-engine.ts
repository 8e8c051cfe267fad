import { isForWindows } from '../../azure/arm-view.ts';
import { type Control, fail, notApplicable, undecided } from '../../control/control.ts';

export const networkEngine: Control = {
  id: 'SB-NET-01',
  title: 'A network policy engine runs',
  area: 'network',
  severity: 'high',
  rule: 'networkPolicy is azure, calico or cilium, and not azure where there are Windows pools.',
  source: 'https://learn.microsoft.com/azure/aks/use-network-policies',
  remediation: 'Plan the change: it reimages the nodes of all pools at the same time.',
  needs: ['azure-cluster'],
  judge: ({ engine, isEngineAssumed, arm }) => {
    if (isEngineAssumed) return notApplicable('files do not show it (--arm, --network-policy-engine)');
    const resource = arm?.cluster?.resource ?? 'Cluster';
    if (engine === null)
      return [
        undecided(
          resource,
          'the network policy engine is unknown: Azure reports none, and none was found in the cluster',
        ),
      ];
    if (engine === 'none') return [fail(resource, 'no network policy engine: policies have no effect')];
    const windows = (arm?.pools ?? []).filter(isForWindows);
    return engine === 'azure'
      ? windows.map((pool) => fail(pool.resource, 'the azure engine no longer supports Windows'))
      : [];
  },
};
