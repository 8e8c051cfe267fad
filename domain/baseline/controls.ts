import type { Control } from './control.ts';
import { apiServerExposure } from './controls/api-server-exposure.ts';
import { auditLogs } from './controls/audit-logs.ts';
import { azureRoleAssignments } from './controls/azure-role-assignments.ts';
import { defenderPlan } from './controls/defender-plan.ts';
import { defenderProfile } from './controls/defender-profile.ts';
import { defenderSensors } from './controls/defender-sensors.ts';
import { deploymentSafeguards } from './controls/deployment-safeguards.ts';
import { entraAdministrators } from './controls/entra-administrators.ts';
import { entraIntegration } from './controls/entra-integration.ts';
import { kubernetesRbac } from './controls/kubernetes-rbac.ts';
import { kuredLock } from './controls/kured-lock.ts';
import { linuxAppArmor } from './controls/linux-app-armor.ts';
import { linuxProfileLoader } from './controls/linux-profile-loader.ts';
import { linuxSeccomp } from './controls/linux-seccomp.ts';
import { linuxUserNamespaces } from './controls/linux-user-namespaces.ts';
import { localAccounts } from './controls/local-accounts.ts';
import { maintenanceWindows } from './controls/maintenance-windows.ts';
import { networkEngine } from './controls/network-engine.ts';
import { networkHost } from './controls/network-host.ts';
import { networkIneffectivePolicies } from './controls/network-ineffective-policies.ts';
import { networkLinkLocal } from './controls/network-link-local.ts';
import { networkMetadata } from './controls/network-metadata.ts';
import { nodeImageAge } from './controls/node-image-age.ts';
import { nodeOsChannel } from './controls/node-os-channel.ts';
import { nodePublicIp } from './controls/node-public-ip.ts';
import { nodeResourceGroup } from './controls/node-resource-group.ts';
import { nodeSsh } from './controls/node-ssh.ts';
import { osSkuFits } from './controls/os-sku-fits.ts';
import { pendingReboots } from './controls/pending-reboots.ts';
import { podBaseline } from './controls/pod-baseline.ts';
import { podCapabilities } from './controls/pod-capabilities.ts';
import { podDeniedAfterUpgrade } from './controls/pod-denied-after-upgrade.ts';
import { podNamespaceLabels } from './controls/pod-namespace-labels.ts';
import { podNonRoot } from './controls/pod-non-root.ts';
import { podPrivilegeEscalation } from './controls/pod-privilege-escalation.ts';
import { podRestricted } from './controls/pod-restricted.ts';
import { podWindows } from './controls/pod-windows.ts';
import { poolSkew } from './controls/pool-skew.ts';
import { rbacClusterAdmin } from './controls/rbac-cluster-admin.ts';
import { rbacEscalation } from './controls/rbac-escalation.ts';
import { rbacEveryone } from './controls/rbac-everyone.ts';
import { rbacPeople } from './controls/rbac-people.ts';
import { removedApiUse } from './controls/removed-api-use.ts';
import { runCommand } from './controls/run-command.ts';
import { tenancy } from './controls/tenancy.ts';
import { upgradeChannel } from './controls/upgrade-channel.ts';
import { versionSupport } from './controls/version-support.ts';
import { windowsDrain } from './controls/windows-drain.ts';
import { windowsImageAge } from './controls/windows-image-age.ts';
import { windowsSku } from './controls/windows-sku.ts';

const order = ['DEF', 'ENT', 'NET', 'POD', 'LSM', 'MT', 'UPG', 'OS', 'WIN', 'NODE'];

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
  linuxUserNamespaces,
  localAccounts,
  maintenanceWindows,
  networkEngine,
  networkHost,
  networkIneffectivePolicies,
  networkLinkLocal,
  networkMetadata,
  nodeImageAge,
  nodeOsChannel,
  nodePublicIp,
  nodeResourceGroup,
  nodeSsh,
  osSkuFits,
  pendingReboots,
  podBaseline,
  podCapabilities,
  podDeniedAfterUpgrade,
  podNamespaceLabels,
  podNonRoot,
  podPrivilegeEscalation,
  podRestricted,
  podWindows,
  poolSkew,
  rbacClusterAdmin,
  rbacEscalation,
  rbacEveryone,
  rbacPeople,
  removedApiUse,
  runCommand,
  tenancy,
  upgradeChannel,
  versionSupport,
  windowsDrain,
  windowsImageAge,
  windowsSku,
].toSorted((a, b) => placeOf(a) - placeOf(b));

/** "SB-POD-02": by its area, then by its number. */
function placeOf({ id }: Control): number {
  const [, area = '', number = ''] = id.split('-');
  return order.indexOf(area) * 100 + Number(number);
}
