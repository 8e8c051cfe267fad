import type { ArmResource, ArmView } from '../azure/arm-view.ts';
import type { Severity } from '../control/control.ts';
import { textOf } from '../kubernetes/read-shape.ts';

/** A protection that Azure keeps as a setting. */
interface PostureSetting {
  /** In Azure's words. */
  readonly path: string;
  readonly severity: Severity;
  /** The control that judges it too; null: there is none. */
  readonly control: string | null;
  /** The one value that protects; absent: any but false, none and nothing. */
  readonly only?: string;
}

const ofClusters: readonly PostureSetting[] = [
  { path: 'enableRBAC', severity: 'critical', control: 'SB-ENT-04' },
  { path: 'aadProfile.managed', severity: 'high', control: 'SB-ENT-01' },
  { path: 'aadProfile.enableAzureRBAC', severity: 'medium', control: 'SB-ENT-03' },
  { path: 'disableLocalAccounts', severity: 'high', control: 'SB-ENT-02' },
  { path: 'networkProfile.networkPolicy', severity: 'high', control: 'SB-NET-01' },
  // Azure shows it to preview versions alone: anyone who writes with another one loses it.
  { path: 'networkProfile.podLinkLocalAccess', severity: 'high', control: 'SB-NET-04', only: 'None' },
  {
    path: 'securityProfile.defender.securityMonitoring.enabled',
    severity: 'high',
    control: 'SB-DEF-01',
  },
  { path: 'securityProfile.azureKeyVaultKms.enabled', severity: 'high', control: null },
  { path: 'securityProfile.workloadIdentity.enabled', severity: 'medium', control: null },
  { path: 'securityProfile.imageCleaner.enabled', severity: 'low', control: null },
  { path: 'oidcIssuerProfile.enabled', severity: 'medium', control: null },
  { path: 'autoUpgradeProfile.nodeOSUpgradeChannel', severity: 'medium', control: 'SB-OS-01' },
  { path: 'apiServerAccessProfile.enablePrivateCluster', severity: 'medium', control: 'SB-NODE-04' },
  { path: 'apiServerAccessProfile.authorizedIPRanges', severity: 'medium', control: 'SB-NODE-04' },
  { path: 'apiServerAccessProfile.disableRunCommand', severity: 'low', control: 'SB-NODE-03' },
  {
    path: 'nodeResourceGroupProfile.restrictionLevel',
    severity: 'medium',
    control: 'SB-NODE-05',
    only: 'ReadOnly',
  },
];

const ofPools: readonly PostureSetting[] = [
  { path: 'enableFIPS', severity: 'high', control: null },
  { path: 'enableEncryptionAtHost', severity: 'medium', control: null },
  {
    path: 'kubeletConfig.seccompDefault',
    severity: 'high',
    control: 'SB-LSM-02',
    only: 'RuntimeDefault',
  },
  { path: 'securityProfile.enableSecureBoot', severity: 'medium', control: null },
  { path: 'securityProfile.enableVTPM', severity: 'medium', control: null },
  { path: 'securityProfile.sshAccess', severity: 'low', control: 'SB-NODE-01', only: 'Disabled' },
];

/** The settings that protect a cluster and its pools now: "ManagedCluster/aks-1 disableLocalAccounts" -> "true". */
export type ProtectingSettings = Readonly<Record<string, string>>;

/** Without Azure's word there are none. */
export function protectingSettings(arm: ArmView | null): ProtectingSettings {
  if (arm === null) return {};
  const found = [...(arm.cluster === null ? [] : [arm.cluster]), ...arm.pools].flatMap((resource) =>
    settingsOf(resource).flatMap(({ path, only }) => {
      const value = formatSetting(resource.fields(path));
      const protects = only === undefined ? !off.includes(value.toLowerCase()) : value === only;
      return protects ? [[`${resource.resource} ${path}`, value] as const] : [];
    }),
  );
  return Object.fromEntries(found);
}

/** A protection that was there and is gone. */
export interface DroppedSetting {
  readonly control: string | null;
  readonly resource: string;
  readonly severity: Severity;
  readonly reason: string;
}

/** What protected before and does no longer; a pool that is gone has dropped nothing. */
export function droppedSettings(before: ProtectingSettings, arm: ArmView | null): readonly DroppedSetting[] {
  if (arm === null) return [];
  const now = protectingSettings(arm);
  return [...(arm.cluster === null ? [] : [arm.cluster]), ...arm.pools].flatMap((resource) =>
    settingsOf(resource).flatMap(({ path, severity, control }) => {
      const key = `${resource.resource} ${path}`;
      const was = before[key];
      if (was === undefined || now[key] !== undefined) return [];
      const value = formatSetting(resource.fields(path));
      const reason = `${path} was ${was} and is ${value === '' ? 'not set' : value}`;
      return [{ control, resource: resource.resource, severity, reason }];
    }),
  );
}

function settingsOf({ resource }: ArmResource): readonly PostureSetting[] {
  return resource.startsWith('ManagedCluster/') ? ofClusters : ofPools;
}

const off: readonly string[] = ['', 'false', 'none'];

/** Empty: it is not set. */
function formatSetting(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => textOf(each)).join(', ');
  return typeof value === 'boolean' ? String(value) : textOf(value);
}
