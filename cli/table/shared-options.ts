import type { OptionRow } from './command-row.ts';

export const file: OptionRow = { flags: '-f, --file <file>', help: 'campaign file' };
export const output: OptionRow = {
  flags: '-o, --output <format>',
  help: 'text or json',
  choices: ['text', 'json'],
};
export const reportOutput: OptionRow = {
  flags: '-o, --output <format>',
  help: 'text, json, sarif or md',
  choices: ['text', 'json', 'sarif', 'md'],
};
export const auditOutput: OptionRow = {
  flags: '-o, --output <format>',
  help: 'text, json, sarif, md or html',
  choices: ['text', 'json', 'sarif', 'md', 'html'],
};
export const pace: OptionRow = {
  flags: '--pace <clock>',
  help: "run on the simulator's clock, at its speed",
  choices: ['simulator'],
};
/** How much of a plan is shown. */
export const planDetails: readonly OptionRow[] = [
  { flags: '--expand', help: 'show each cluster (default: clusters that are alike as one)' },
  { flags: '--summary', help: 'show how many clusters of each stage change, not which steps' },
];
export const yes: OptionRow = { flags: '-y, --yes', help: 'skip the confirmation prompt' };
export const as: OptionRow = { flags: '--as <name>', help: 'operator name (default: the local user)' };
export const reason: OptionRow = { flags: '--reason <text>', help: 'reason, recorded with the decision' };
export const timeout: OptionRow = {
  flags: '--timeout <duration>',
  help: 'stop waiting after, e.g. 30m (exit 124)',
};
export const exitOnGate: OptionRow = {
  flags: '--exit-on-gate',
  help: 'exit 5 when an approval or a decision is required',
};
/** What every change by an operator takes: who, why, without a prompt. */
export const steering = [as, reason, yes, output];
export const kubeconfig: OptionRow = { flags: '--kubeconfig <file>', help: 'kubeconfig of the cluster' };
export const context: OptionRow = {
  flags: '--context <name>',
  help: 'kubeconfig context (default: its current context)',
};
export const manifests: OptionRow = {
  flags: '--manifests <path...>',
  help: 'manifest files or folders; - for stdin',
};
/** What of the named paths is read. */
export const manifestChoice: readonly OptionRow[] = [
  {
    flags: '--exclude <glob...>',
    help: 'files and folders to skip, as in .gitignore; .gitignore and .drydockignore are honoured',
  },
  { flags: '--values <file...>', help: 'values for the charts in the input, which helm template renders' },
  { flags: '--no-render', help: 'run neither helm nor kustomize nor kubectl' },
  {
    flags: '--strict',
    help: 'refuse files without a Kubernetes object, charts that are not rendered and, in an audit, pod templates of unknown kinds (default: counted)',
  },
];
/** What of the findings counts. */
export const findingChoice: readonly OptionRow[] = [
  { flags: '--namespace <name...>', help: 'only findings in these namespaces' },
  { flags: '--baseline <file>', help: 'judge only findings that are not in this file' },
  { flags: '--write-baseline <file>', help: 'save all present findings as the baseline' },
];
export const waivers: OptionRow = {
  flags: '--waivers <file>',
  help: 'accepted findings: by whom, until when',
};
export const engine: OptionRow = {
  flags: '--network-policy-engine <engine>',
  help: 'network policy engine',
  choices: ['azure', 'calico', 'cilium', 'none'],
};
