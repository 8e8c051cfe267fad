import { type ArmFields, fieldsOf } from '../azure/arm-fields.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { hardenedBySettings } from './hardened-controls.ts';
import type { CommandProposal } from './proposal.ts';
import { commandFor } from './propose-settings.ts';

/** What becomes of a proposed setting where settings are to be sent. */
export type SettingDecision =
  | {
      readonly kind: 'send';
      /** Below `properties` of the cluster. */
      readonly path: readonly string[];
      /** null: not written down. */
      readonly before: string | boolean | null;
      readonly value: string | boolean;
      readonly eTag: string;
      /** The command that puts `before` back. */
      readonly undo: string;
    }
  /** It stays a command, for a person to send. */
  | { readonly kind: 'yours'; readonly why: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: string };

/** One property of a cluster that is restored by one flag. */
interface Sendable {
  readonly path: readonly string[];
  readonly value: string | boolean;
  readonly undo: (before: string | boolean | null) => string | null;
  /** Why it is not to be sent to this cluster. */
  readonly whyNot?: (fields: ArmFields) => string | null;
}

const isManaged = (fields: ArmFields) =>
  fields('aadProfile.managed') === true ? null : 'AKS-managed Entra ID is off (SB-ENT-01)';

/** A property, or why there is none that could be sent. */
const sendables: Readonly<Record<(typeof hardenedBySettings)[number], Sendable | string>> = {
  'SB-DEF-01': {
    path: ['securityProfile', 'defender', 'securityMonitoring', 'enabled'],
    value: true,
    undo: () => '--disable-defender',
    whyNot: (fields) =>
      textOf(fields('securityProfile.defender.logAnalyticsWorkspaceResourceId')) === ''
        ? 'the Log Analytics workspace for its findings is unknown'
        : null,
  },
  'SB-ENT-01': 'it cannot be undone and needs the id of your admin group',
  'SB-ENT-03': {
    path: ['aadProfile', 'enableAzureRBAC'],
    value: true,
    undo: () => '--disable-azure-rbac',
    whyNot: isManaged,
  },
  'SB-ENT-02': {
    path: ['disableLocalAccounts'],
    value: true,
    undo: () => '--enable-local-accounts',
    whyNot: (fields) => isManaged(fields) ?? whyNobodyAdministers(fields),
  },
  'SB-UPG-03': {
    path: ['autoUpgradeProfile', 'upgradeChannel'],
    value: 'patch',
    undo: (before) => `--auto-upgrade-channel ${before ?? 'none'}`,
  },
  'SB-OS-01': {
    path: ['autoUpgradeProfile', 'nodeOSUpgradeChannel'],
    value: 'NodeImage',
    // What AKS does where nothing is written down depends on the age of the cluster.
    undo: (before) => (before === null ? null : `--node-os-upgrade-channel ${before}`),
  },
  'SB-NODE-01': 'it is a node pool setting and takes effect on new nodes only',
  'SB-NODE-03': {
    path: ['apiServerAccessProfile', 'disableRunCommand'],
    value: true,
    undo: () => '--enable-run-command',
  },
};

/** The same rule as SB-ENT-03. */
function whyNobodyAdministers(fields: ArmFields): string | null {
  const groups = fields('aadProfile.adminGroupObjectIDs');
  const hasGroups = Array.isArray(groups) && groups.length > 0;
  return hasGroups || fields('aadProfile.enableAzureRbac') === true
    ? null
    : 'no administrator would be left (SB-ENT-03)';
}

/**
 * Whether a proposed setting is sent to the cluster of this document (ARM's JSON as just read), and what: only single properties of
 * a cluster at rest that one command puts back.
 */
export function decideSetting(
  { control, resource }: Pick<CommandProposal, 'control' | 'resource'>,
  resourceId: string,
  document: Readonly<Record<string, unknown>>,
): SettingDecision {
  const sendable = (sendables as Readonly<Record<string, Sendable | string | undefined>>)[control];
  if (sendable === undefined) return { kind: 'yours', why: 'it is not a single property of the cluster' };
  if (typeof sendable === 'string') return { kind: 'yours', why: sendable };
  const fields = fieldsOf({ ...document });
  const before = scalar(fields(sendable.path.join('.')));
  if (before === sendable.value) return { kind: 'unchanged' };
  const why = sendable.whyNot?.(fields) ?? null;
  if (why !== null) return { kind: 'yours', why };
  const flags = sendable.undo(before);
  if (flags === null) return { kind: 'yours', why: 'it is unset now, and no command can restore that' };
  const busy = whyBusy(fields);
  if (busy !== null) return { kind: 'refused', why: busy };
  const eTag = textOf(fields('eTag'));
  if (eTag === '')
    return { kind: 'refused', why: 'Azure returned no eTag, so a concurrent change could be overwritten' };
  const undo = commandFor(resourceId, resource, flags);
  return { kind: 'send', path: sendable.path, before, value: sendable.value, eTag, undo };
}

/** A PUT continues with whatever was left half done, so nothing may be. */
function whyBusy(fields: ArmFields): string | null {
  const state = textOf(fields('provisioningState'));
  if (state !== 'Succeeded') return `the cluster is ${state || 'in an unknown state'}`;
  const power = textOf(fields('powerState.code'), 'Running');
  if (power !== 'Running') return `the cluster is ${power}`;
  const pools = fields('agentPoolProfiles');
  for (const pool of Array.isArray(pools) ? pools.filter(isObject) : []) {
    const own = textOf(pool.provisioningState, 'Succeeded');
    if (own !== 'Succeeded') return `node pool ${textOf(pool.name)} is ${own}`;
  }
  return null;
}

function scalar(value: unknown): string | boolean | null {
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
