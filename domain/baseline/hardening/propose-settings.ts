import { parseResourceId } from '../../campaign/ids.ts';
import type { Audit, ControlReport } from '../audit.ts';
import { hardenedBySettings } from './hardened-controls.ts';
import { type Proposal, refuse } from './proposal.ts';

/** Of a cluster, or of a node pool: what follows `az aks update` or `az aks nodepool update`. */
interface Setting {
  readonly flags: string;
  /** What somebody has to know before. */
  readonly note: string;
  /** A control that has to pass before. */
  readonly after?: string;
}

/** The settings of Azure's that enforce a control without replacing nodes. */
const settings: Readonly<Record<(typeof hardenedBySettings)[number], Setting>> = {
  'SB-DEF-01': { flags: '--enable-defender', note: 'it is paid for by vCPU' },
  'SB-ENT-01': {
    flags: '--enable-aad --aad-admin-group-object-ids GROUP_ID',
    note: 'kubeconfigs of local users stay good; it cannot be undone',
  },
  'SB-ENT-02': {
    flags: '--disable-local-accounts',
    note: 'rotate the certificates afterwards (az aks rotate-certs), for old ones stay good',
    after: 'SB-ENT-01',
  },
  'SB-ENT-03': {
    flags: '--enable-azure-rbac',
    note: 'bindings of Kubernetes hold beside it',
    after: 'SB-ENT-01',
  },
  'SB-UPG-03': {
    flags: '--auto-upgrade-channel patch',
    note: 'not while campaigns own the versions',
  },
  'SB-OS-01': {
    flags: '--node-os-upgrade-channel NodeImage',
    note: 'nodes are replaced week by week, in the maintenance window',
  },
  'SB-NODE-01': {
    flags: '--ssh-access disabled',
    note: 'of each pool; it takes its nodes anew (az aks nodepool upgrade --node-image-only)',
  },
  'SB-NODE-03': { flags: '--disable-run-command', note: 'az aks command invoke ends with it' },
};

/** The commands for what fails; nobody but a person sends them. */
export function proposeSettings({ controls }: Audit, resourceId: string): readonly Proposal[] {
  const passes = (id: string) => controls.some((each) => each.id === id && each.status === 'PASS');
  return controls.flatMap((report): readonly Proposal[] => {
    const control = hardenedBySettings.find((each) => each === report.id);
    if (control === undefined || (report.status !== 'FAIL' && report.status !== 'WARN')) return [];
    const setting: Setting = settings[control];
    if (setting.after !== undefined && !passes(setting.after))
      return [refuse(report.id, null, `${setting.after} has to pass first, else it locks people out`)];
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

function commandFor(resourceId: string, resource: string, flags: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  const where = `--subscription ${subscriptionId} -g ${resourceGroup}`;
  const pool = /^AgentPool\/(.+)$/.exec(resource)?.[1];
  return pool === undefined
    ? `az aks update ${where} -n ${name} ${flags}`
    : `az aks nodepool update ${where} --cluster-name ${name} -n ${pool} ${flags}`;
}
