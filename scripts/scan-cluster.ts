import { judgeRelease } from '#domain/removal/judge-release.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import { unreadSource } from '#domain/removal/unread-source.ts';
import type { HelmRelease } from '#gateways/kubernetes/to-helm-release.ts';
import { readRemovals } from '#gateways/read-removals.ts';
import { readManifests } from '#spec/manifests/read-manifests.ts';
import type { OptionValues } from './command-input.ts';
import { withKubeconfig } from './kubeconfig-cluster.ts';

/** What a cluster says, from every source. */
export interface ClusterScan {
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  readonly requests: number;
  readonly pages: number;
}

/** Scans the cluster that `--kubeconfig` names, at a minor of Kubernetes 1; throws as `withKubeconfig`. */
export async function scanCluster(
  options: OptionValues,
  minor: number,
  mode: ScanMode,
): Promise<ClusterScan> {
  return withKubeconfig(options, async (cluster, signal) => {
    const door = cluster.removalDoor(signal);
    const { findings, objects, releases } = await readRemovals(door, minor, mode, Date.now());
    const ofReleases = releases.map((release) => readRelease(release, minor, mode));
    return {
      findings: [...findings, ...ofReleases.flatMap((each) => each.findings)],
      objects: objects + ofReleases.reduce((sum, each) => sum + each.objects, 0),
      requests: door.requests(),
      pages: door.pages(),
    };
  });
}

function readRelease(release: HelmRelease, minor: number, mode: ScanMode) {
  const { objects, problems } = readManifests(release.manifests, 'yaml');
  const location = `HelmRelease/${release.namespace}/${release.name}`;
  const stored = { apiVersion: 'v1', kind: 'Secret', location };
  return {
    objects: objects.length,
    findings: [
      ...objects.flatMap((object) => judgeRelease(release, object, minor, mode) ?? []),
      ...problems.map(({ message }) => unreadSource('helm-release', stored, message)),
    ],
  };
}
