import { clusterCommand, poolCommand } from '../../fleet/az-command.ts';
import type { Audit, ControlReport } from '../audit.ts';
import { hardenedBySettings } from './hardened-controls.ts';
import { type Proposal, refuse } from './proposal.ts';

/** Of a cluster, or of a node pool: what follows `az aks update` or `az aks nodepool update`. */
interface Setting {
  readonly flags: string;
  /** What someone has to know before. */
  readonly note: string;
  /** Controls that have to pass before, and what happens else. */
  readonly after?: readonly Precondition[];
}

interface Precondition {
  readonly control: string;
  readonly else: string;
}

const entra: Precondition = { control: 'SB-ENT-01', else: 'no user could sign in' };

/** The settings of Azure's that enforce a control without replacing nodes. */
const settings: Readonly<Record<(typeof hardenedBySettings)[number], Setting>> = {
  'SB-DEF-01': { flags: '--enable-defender', note: 'it is billed per vCPU' },
  'SB-ENT-01': {
    flags: '--enable-aad --aad-admin-group-object-ids GROUP_ID',
    note: 'kubeconfigs of local accounts stay valid; it cannot be undone',
    after: [
      {
        control: 'SB-ENT-04',
        else: 'Entra ID needs Kubernetes RBAC, which cannot be enabled later: create a new cluster and move the workloads',
      },
    ],
  },
  'SB-ENT-03': {
    flags: '--enable-azure-rbac',
    note: 'Kubernetes role bindings stay in effect; also assign a group an Azure role for the cluster',
    after: [entra],
  },
  'SB-ENT-02': {
    flags: '--disable-local-accounts',
    note: 'first sign in through Entra ID as an administrator; old certificates stay valid until az aks rotate-certs -g GROUP -n CLUSTER, which replaces every node and may take up to 30 minutes of downtime: plan it separately',
    after: [entra, { control: 'SB-ENT-03', else: 'no administrator would be left' }],
  },
  'SB-UPG-03': {
    flags: '--auto-upgrade-channel patch',
    note: 'not for clusters that campaigns upgrade',
  },
  'SB-OS-01': {
    flags: '--node-os-upgrade-channel NodeImage',
    note: 'nodes are replaced weekly, at any time unless a maintenance window is set first (aksManagedNodeOSUpgradeSchedule)',
  },
  'SB-NODE-01': {
    flags: '--ssh-access disabled',
    note: 'existing nodes keep SSH until an image upgrade replaces them (az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n POOL --node-image-only)',
  },
  'SB-NODE-03': { flags: '--disable-run-command', note: 'az aks command invoke stops working' },
};

/** The commands for what fails, each after what it depends on; no one but a person sends them. */
export function proposeSettings({ controls }: Audit, resourceId: string): readonly Proposal[] {
  const passes = (id: string) => controls.some((each) => each.id === id && each.status === 'PASS');
  return hardenedBySettings.flatMap((control): readonly Proposal[] => {
    const report = controls.find((each) => each.id === control);
    if (report === undefined || (report.status !== 'FAIL' && report.status !== 'WARN')) return [];
    const setting: Setting = settings[control];
    const missing = setting.after?.find((each) => !passes(each.control));
    if (missing !== undefined)
      return [refuse(control, null, `${missing.control} must pass first: ${missing.else}`)];
    return failing(report).map((resource) => ({
      kind: 'command',
      control: report.id,
      resource,
      command: commandFor(resourceId, resource, setting.flags),
      why: `${report.title}: ${setting.note}`,
    }));
  });
}

function failing({ evidence }: ControlReport): readonly string[] {
  const open = evidence.filter(({ severity, waived }) => severity !== 'info' && waived === undefined);
  return [...new Set(open.map(({ resource }) => resource))];
}

/** `az aks update`, or `az aks nodepool update` for "AgentPool/NAME", of this cluster with these flags. */
export function commandFor(resourceId: string, resource: string, flags: string): string {
  const pool = /^AgentPool\/(.+)$/.exec(resource)?.[1];
  return pool === undefined
    ? clusterCommand(resourceId, 'update', flags)
    : poolCommand(resourceId, pool, 'update', flags);
}
