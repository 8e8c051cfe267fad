import type { CommandRow } from './command-row.ts';
import {
  auditOutput,
  context,
  engine,
  file,
  findingChoice,
  kubeconfig,
  manifestChoice,
  manifests,
  output,
  pace,
  planDetails,
  reportOutput,
  waivers,
} from './shared-options.ts';

const scanSeverities = ['block', 'warn', 'info'];
const auditSeverities = ['critical', 'high', 'medium', 'low', 'info'];

export const look: readonly CommandRow[] = [
  {
    name: 'fleet',
    summary: 'list clusters and node pools: versions, node images, available upgrades',
    options: [{ ...file, help: 'only the subscriptions of this campaign file' }, output],
    load: () => import('../commands/fleet.ts'),
  },
  {
    name: 'plan',
    summary: 'show every step of a campaign before anything changes',
    options: [
      { ...file, help: 'campaign file; of a nightly file, its next scheduled run is planned' },
      { flags: '--out <plan>', help: 'save the plan, to start exactly this one' },
      { flags: '--detailed-exitcode', help: 'exit 2 when the plan has changes' },
      { ...pace, help: "use the simulator's clock, as start --pace simulator does" },
      ...planDetails,
      output,
    ],
    load: () => import('../commands/plan.ts'),
  },
  {
    name: 'scan',
    summary: 'find APIs that a Kubernetes version removes or deprecates, before the upgrade',
    options: [
      manifests,
      ...manifestChoice,
      { flags: '--cluster <id>', help: 'AKS cluster: resource id, or its name if unique' },
      { ...kubeconfig, help: 'kubeconfig of any cluster, not only AKS' },
      context,
      {
        flags: '--audit-log <file...>',
        help: 'API server audit logs, one JSON event per line: who calls which API',
      },
      { flags: '--target <version>', help: 'target Kubernetes version, e.g. 1.34' },
      {
        flags: '--mode <mode>',
        help: 'gate: what the target removes (default for clusters); full: all findings (default for manifests)',
        choices: ['gate', 'full'],
      },
      { flags: '--control <id...>', help: 'only these rules or features, e.g. removed-api git-repo-volume' },
      { flags: '--severity <least>', help: 'only findings at least that severe', choices: scanSeverities },
      {
        flags: '--fail-on <least>',
        help: 'exit 6 from this severity on (default: block)',
        choices: scanSeverities,
      },
      ...findingChoice,
      waivers,
      reportOutput,
    ],
    load: () => import('../commands/scan.ts'),
  },
  {
    name: 'audit',
    summary: 'check the security controls: pods, network policies, roles, Azure settings',
    options: [
      { flags: '--cluster <name>', help: 'AKS cluster: name or resource id' },
      { flags: '--fleet', help: 'every visible AKS cluster, side by side: controls by clusters' },
      { flags: '--trend', help: 'with --fleet: what scheduled audits found, new, gone and since when' },
      { ...file, help: 'with --fleet: only the clusters that this campaign or nightly file selects' },
      { ...kubeconfig, help: 'kubeconfig of a cluster, audited without its Azure settings' },
      context,
      { ...manifests, help: 'manifest files or folders; - for stdin; audited as one cluster' },
      ...manifestChoice,
      { flags: '--arm <file...>', help: 'output of az aks show and az aks nodepool list' },
      {
        ...engine,
        help: "network policy engine (default: Azure's setting; with --kubeconfig the engine found; with --manifests calico)",
      },
      { flags: '--target <version>', help: 'target Kubernetes version: also check what its upgrade breaks' },
      {
        flags: '--pss-level <level>',
        help: 'Pod Security Standard that every pod must meet',
        choices: ['baseline', 'restricted'],
      },
      {
        flags: '--pss-version <version>',
        help: "Pod Security Standards version, e.g. v1.34 (default: latest; for a cluster, the cluster's)",
      },
      {
        flags: '--profile <name>',
        help: 'which controls are judged (default: recommended; all that --control or --benchmark names)',
        choices: ['essential', 'recommended', 'strict'],
      },
      { flags: '--control <id...>', help: 'only these controls, e.g. SB-POD-02' },
      {
        flags: '--benchmark <name...>',
        help: 'only controls of cis-kubernetes, cis-aks, nsa or mitre, or of a part, e.g. cis-aks/4.1; shows each item',
      },
      { flags: '--coverage', help: 'list what each item of a benchmark is judged by, without an audit' },
      { flags: '--area <name...>', help: 'only controls of these areas, e.g. pod-security' },
      { flags: '--severity <least>', help: 'only findings at least that severe', choices: auditSeverities },
      {
        flags: '--fail-on <least>',
        help: 'exit 6 only for findings at least that severe',
        choices: auditSeverities,
      },
      ...findingChoice,
      {
        flags: '--fix',
        help: 'write a patch for each object with findings that one value fixes (--manifests)',
      },
      { flags: '--all', help: 'write all findings and pods (-o json; default: at most 10 MB)' },
      { flags: '--pods', help: "include each pod's result at both levels (-o json)" },
      waivers,
      auditOutput,
    ],
    load: () => import('../commands/audit.ts'),
  },
];
