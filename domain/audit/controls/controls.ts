import type { Control } from '../control/control.ts';
import { auditLogs } from './azure/audit-logs.ts';
import { defenderPlan } from './azure/defender-plan.ts';
import { defenderProfile } from './azure/defender-profile.ts';
import { defenderSensors } from './azure/defender-sensors.ts';
import { deploymentSafeguards } from './azure/deployment-safeguards.ts';
import { runCommand } from './azure/run-command.ts';
import { tenancy } from './azure/tenancy.ts';
import { azureRoleAssignments } from './identity/azure-role-assignments.ts';
import { entraAdministrators } from './identity/entra-administrators.ts';
import { entraIntegration } from './identity/entra-integration.ts';
import { kubernetesRbac } from './identity/kubernetes-rbac.ts';
import { localAccounts } from './identity/local-accounts.ts';
import { apiServerExposure } from './network/api-server-exposure.ts';
import { networkEngine } from './network/network-engine.ts';
import { networkHost } from './network/network-host.ts';
import { networkIneffectivePolicies } from './network/network-ineffective-policies.ts';
import { networkLinkLocal } from './network/network-link-local.ts';
import { networkLoadBalancers } from './network/network-load-balancers.ts';
import { networkMetadata } from './network/network-metadata.ts';
import { networkTls } from './network/network-tls.ts';
import { kuredLock } from './nodes/kured-lock.ts';
import { linuxAppArmor } from './nodes/linux-app-armor.ts';
import { linuxProfileLoader } from './nodes/linux-profile-loader.ts';
import { linuxSeccomp } from './nodes/linux-seccomp.ts';
import { linuxSeccompAnnotations } from './nodes/linux-seccomp-annotations.ts';
import { linuxUserNamespaces } from './nodes/linux-user-namespaces.ts';
import { nodeImageAge } from './nodes/node-image-age.ts';
import { nodeOsChannel } from './nodes/node-os-channel.ts';
import { nodePublicIp } from './nodes/node-public-ip.ts';
import { nodeResourceGroup } from './nodes/node-resource-group.ts';
import { nodeSsh } from './nodes/node-ssh.ts';
import { osSkuFits } from './nodes/os-sku-fits.ts';
import { pendingReboots } from './nodes/pending-reboots.ts';
import { podBaseline } from './pods/pod-baseline.ts';
import { podCapabilities } from './pods/pod-capabilities.ts';
import { podDefaultAccount } from './pods/pod-default-account.ts';
import { podDeniedAfterUpgrade } from './pods/pod-denied-after-upgrade.ts';
import { podHostPaths } from './pods/pod-host-paths.ts';
import { podHostPorts } from './pods/pod-host-ports.ts';
import { podLiteralSecrets } from './pods/pod-literal-secrets.ts';
import { podNamespaceLabels } from './pods/pod-namespace-labels.ts';
import { podNonRoot } from './pods/pod-non-root.ts';
import { podPrivilegeEscalation } from './pods/pod-privilege-escalation.ts';
import { podReadOnlyRoot } from './pods/pod-read-only-root.ts';
import { podRestricted } from './pods/pod-restricted.ts';
import { podSecretVariables } from './pods/pod-secret-variables.ts';
import { podTokens } from './pods/pod-tokens.ts';
import { podWritableHostPaths } from './pods/pod-writable-host-paths.ts';
import { rbacAggregation } from './rbac/rbac-aggregation.ts';
import { rbacClusterAdmin } from './rbac/rbac-cluster-admin.ts';
import { rbacCredentials } from './rbac/rbac-credentials.ts';
import { rbacEscalation } from './rbac/rbac-escalation.ts';
import { rbacEveryone } from './rbac/rbac-everyone.ts';
import { rbacPeople } from './rbac/rbac-people.ts';
import { rbacPods } from './rbac/rbac-pods.ts';
import { maintenanceWindows } from './versions/maintenance-windows.ts';
import { poolSkew } from './versions/pool-skew.ts';
import { removedApiUse } from './versions/removed-api-use.ts';
import { upgradeChannel } from './versions/upgrade-channel.ts';
import { versionSupport } from './versions/version-support.ts';
import { podWindows } from './windows/pod-windows.ts';
import { windowsDrain } from './windows/windows-drain.ts';
import { windowsImageAge } from './windows/windows-image-age.ts';
import { windowsSku } from './windows/windows-sku.ts';
import { secretsInFiles } from './workloads/secrets-in-files.ts';
import { workloadCpuLimit } from './workloads/workload-cpu-limit.ts';
import { workloadImageDigest } from './workloads/workload-image-digest.ts';
import { workloadImageTag } from './workloads/workload-image-tag.ts';
import { workloadProbes } from './workloads/workload-probes.ts';
import { workloadPullPolicy } from './workloads/workload-pull-policy.ts';
import { workloadResources } from './workloads/workload-resources.ts';

const order = ['DEF', 'ENT', 'NET', 'POD', 'LSM', 'MT', 'UPG', 'OS', 'WIN', 'NODE', 'WL'];

/** Every control, area by area. */
export const controls: readonly Control[] = [
  apiServerExposure,
  auditLogs,
  azureRoleAssignments,
  defenderPlan,
  defenderProfile,
  defenderSensors,
  deploymentSafeguards,
  entraAdministrators,
  entraIntegration,
  kubernetesRbac,
  kuredLock,
  linuxAppArmor,
  linuxProfileLoader,
  linuxSeccomp,
  linuxSeccompAnnotations,
  linuxUserNamespaces,
  localAccounts,
  maintenanceWindows,
  networkEngine,
  networkHost,
  networkIneffectivePolicies,
  networkLinkLocal,
  networkLoadBalancers,
  networkMetadata,
  networkTls,
  nodeImageAge,
  nodeOsChannel,
  nodePublicIp,
  nodeResourceGroup,
  nodeSsh,
  osSkuFits,
  pendingReboots,
  podBaseline,
  podCapabilities,
  podDefaultAccount,
  podDeniedAfterUpgrade,
  podHostPaths,
  podHostPorts,
  podLiteralSecrets,
  podNamespaceLabels,
  podNonRoot,
  podPrivilegeEscalation,
  podReadOnlyRoot,
  podRestricted,
  podSecretVariables,
  podTokens,
  podWindows,
  podWritableHostPaths,
  poolSkew,
  rbacAggregation,
  rbacClusterAdmin,
  rbacCredentials,
  rbacEscalation,
  rbacEveryone,
  rbacPeople,
  rbacPods,
  removedApiUse,
  runCommand,
  secretsInFiles,
  tenancy,
  upgradeChannel,
  versionSupport,
  windowsDrain,
  windowsImageAge,
  windowsSku,
  workloadCpuLimit,
  workloadImageDigest,
  workloadImageTag,
  workloadProbes,
  workloadPullPolicy,
  workloadResources,
].toSorted((a, b) => placeOf(a) - placeOf(b));

/** "SB-POD-02": by its area, then by its number. */
function placeOf({ id }: Control): number {
  const [, area = '', number = ''] = id.split('-');
  return order.indexOf(area) * 100 + Number(number);
}
