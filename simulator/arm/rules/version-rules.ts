import { compareVersions, minorOf, resolveVersion, upgradesFrom } from '../../fleet/versions.ts';
import { type ArmError, providerError } from '../request/arm-error.ts';

const maximumSkew = 3;

/**
 * The full version a control plane goes to.
 * @throws ArmError with the service's codes where the way is closed.
 */
export function controlPlaneTarget(wish: string, current: string, region: string, lts: boolean): string {
  const target = resolveVersion(wish, current, region);
  if (target === undefined) throw notSupported('K8sVersionNotSupported', 'Managed cluster', wish, region);
  if (compareVersions(target, current) < 0) throw notAllowed(current, wish, region);
  if (!lts && minorOf(target) - minorOf(current) > 1) throw notAllowed(current, wish, region);
  return target;
}

/** The full version a node pool goes to, given the control plane's. */
export function poolTarget(wish: string, current: string, controlPlane: string, region: string): string {
  const target = resolveVersion(wish, current, region);
  if (target === undefined) throw notSupported('AgentPoolK8sVersionNotSupported', 'Agent pool', wish, region);
  if (target === current) return current;
  if (compareVersions(target, current) < 0) {
    throw poolVersionRefused(`Downgrading agent pool version from ${current} to ${target} is not allowed.`);
  }
  if (compareVersions(target, controlPlane) > 0) {
    throw providerError(
      400,
      'NodePoolMcVersionIncompatible',
      `Node pool version ${target} and control plane version ${controlPlane} are incompatible. Minor version of node pool version ${minorOf(target)} is bigger than or patch is newer than control plane version. For more information, please check https://aka.ms/aks/UpgradeVersionRules`,
    );
  }
  if (minorOf(target) - minorOf(current) > maximumSkew) {
    throw poolVersionRefused(
      `Upgrading agent pool from ${current} to ${target} skips too many minor versions.`,
    );
  }
  return target;
}

/** Refuses a control plane that would leave a pool too far behind. */
export function checkSkew(
  controlPlane: string,
  pools: readonly { readonly name: string; readonly version: string }[],
): void {
  for (const { name, version } of pools) {
    if (minorOf(controlPlane) - minorOf(version) <= maximumSkew) continue;
    throw providerError(
      400,
      'NodePoolMcVersionIncompatible',
      `Node pool ${name} version ${version} and control plane version ${controlPlane} are incompatible: the node pool may be at most ${maximumSkew} minor versions behind.`,
    );
  }
}

function notAllowed(current: string, wish: string, region: string): ArmError {
  const offers = upgradesFrom(current, region).map(({ version }) => version);
  return providerError(
    400,
    'OperationNotAllowed',
    `Upgrading Kubernetes version ${current} to ${wish} is not allowed. Available upgrades: [${offers.join(' ')}]. Please see https://aka.ms/aks-supported-k8s-ver for more information.`,
  );
}

function notSupported(code: string, what: string, wish: string, region: string): ArmError {
  return providerError(
    400,
    code,
    `${what} version ${wish} is not supported in region ${region}. Please use [az aks get-versions] command to get the supported version list in this region.`,
  );
}

function poolVersionRefused(message: string): ArmError {
  return providerError(400, 'AgentPoolUpgradeVersionNotAllowed', message);
}
