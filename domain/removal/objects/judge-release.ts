import { lifeOfApi } from '../catalogue/life-of-api.ts';
import { joinActors } from '../findings/actor.ts';
import { neverStops } from '../findings/aks-stop.ts';
import type { ScanMode } from '../findings/judge-use.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';
import { judgeFeatures } from './judge-features.ts';
import { judgeObject, type WrittenObject } from './judge-object.ts';

/** A Helm release that is installed. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
}

/**
 * What the next upgrade, rollback or uninstallation of a release would stumble on, for Helm reads the old manifests again;
 * and what its objects ask for that ends. Objects without a namespace stand in the release's.
 */
export function judgeRelease(
  { namespace, name, revision }: ReleaseName,
  object: WrittenObject,
  minor: number,
  mode: ScanMode,
): readonly RemovalFinding[] {
  const location = `HelmRelease/${namespace}/${name}`;
  const found = judgeObject(object, minor, mode, () => location);
  const shown = judgeFeatures(object, minor, mode, () => location);
  if (found === null && shown.length === 0) return [];
  const isClusterWide = lifeOfApi(object)?.isClusterWide === true || clusterWide.includes(object.kind);
  const release = `the Helm release ${namespace}/${name}`;
  const asStored = (finding: RemovalFinding, evidence: string): RemovalFinding => ({
    ...finding,
    namespace: isClusterWide ? null : (finding.namespace ?? namespace),
    source: 'helm-release',
    evidence,
    who: joinActors([{ as: 'delivery', name: `Helm release ${namespace}/${name}` }], finding.who),
    aks: neverStops,
  });
  return [
    ...(found === null
      ? []
      : [asStored(found, `revision ${revision} of ${release} has it as ${found.apiVersion}`)]),
    ...shown.map((each) => asStored(each, `${each.evidence} in revision ${revision} of ${release}`)),
  ];
}

/** Kinds whose API versions all stay. */
const clusterWide = ['PersistentVolume', 'Node', 'ClusterTriggerAuthentication'];
