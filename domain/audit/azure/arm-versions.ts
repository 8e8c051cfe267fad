import { parseVersion } from '../../version/kubernetes-version.ts';
import type { ArmResource, ArmView } from './arm-view.ts';

/** What the control plane runs, else what it is set to; null: Azure was not asked, or does not say. */
export function controlPlaneVersion(arm: ArmView | null): string | null {
  return arm === null || arm.cluster === null
    ? null
    : firstText(arm.cluster, 'currentKubernetesVersion', 'kubernetesVersion');
}

/** The same of a pool. */
export function poolVersion(pool: ArmResource): string | null {
  return firstText(pool, 'currentOrchestratorVersion', 'orchestratorVersion');
}

/** null: missing, or not a version. */
export function minorOf(version: string | null): number | null {
  return version === null ? null : (parseVersion(version)?.minor ?? null);
}

function firstText({ fields }: ArmResource, ...paths: readonly string[]): string | null {
  return paths.map((path) => fields(path)).find((each) => typeof each === 'string') ?? null;
}
