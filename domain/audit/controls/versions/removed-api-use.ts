import { whyUnknown } from '../../../removal/findings/removal-verdict.ts';
import { judgeUsage } from '../../../removal/usage/api-usage.ts';
import { type Control, type Finding, fail, notApplicable, undecided, warn } from '../../control/control.ts';

export const removedApiUse: Control = {
  id: 'SB-UPG-05',
  title: 'The target removes no API that is in use',
  area: 'upgrades',
  severity: 'high',
  rule: 'The API server that answers has counted no write through an API version that the target no longer serves; reads alone are a warning.',
  source: 'https://learn.microsoft.com/azure/aks/stop-cluster-upgrade-api-breaking-changes',
  remediation: 'Find the uses with drydock scan, in manifests and clusters.',
  needs: ['api-usage'],
  isHazard: true,
  needsTarget: true,
  judge: ({ live, targetMinor }) => {
    if (live === null) return notApplicable('files do not show it');
    if (targetMinor === null) return notApplicable('no upgrade is planned (--target)');
    // Whether AKS itself would stop is no part of this, so that any moment will do.
    const found = live.usage === null ? [] : judgeUsage(live.usage, targetMinor, 'gate', { now: 0 });
    const unknown = live.usage === null ? null : whyUnknown(targetMinor);
    const judged = found.flatMap(({ severity, apiVersion, kind, evidence }): readonly Finding[] => {
      const resource = `API/${apiVersion}/${kind}`;
      if (severity === 'BLOCK') return [fail(resource, evidence)];
      return severity === 'WARN' ? [warn(resource, evidence)] : [];
    });
    return unknown === null ? judged : [...judged, undecided('Cluster', unknown)];
  },
};
