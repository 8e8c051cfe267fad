import { joinActors } from './actor.ts';
import { neverStops } from './aks-stop.ts';
import { judgeObject, type WrittenObject } from './judge-object.ts';
import type { ScanMode } from './judge-use.ts';
import { lifeOfApi } from './life-of-api.ts';
import type { RemovalFinding } from './removal-finding.ts';

/** A Helm release that is installed. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
}

/**
 * What the next upgrade, rollback or uninstallation of a release would stumble on, for Helm reads the old manifests again;
 * null: nothing. Objects without a namespace stand in the release's.
 */
export function judgeRelease(
  { namespace, name, revision }: ReleaseName,
  object: WrittenObject,
  minor: number,
  mode: ScanMode,
): RemovalFinding | null {
  const location = `HelmRelease/${namespace}/${name}`;
  const found = judgeObject(object, minor, mode, () => location);
  if (found === null) return null;
  const isClusterWide = lifeOfApi(object)?.isClusterWide === true;
  return {
    ...found,
    namespace: isClusterWide ? null : (found.namespace ?? namespace),
    source: 'helm-release',
    evidence: `revision ${revision} of the Helm release ${namespace}/${name} has it as ${found.apiVersion}`,
    who: joinActors([{ as: 'delivery', name: `Helm release ${namespace}/${name}` }], found.who),
    aks: neverStops,
  };
}
