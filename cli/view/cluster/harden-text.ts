import type { Proposal, Refusal } from '#domain/audit/hardening/proposal.ts';
import { printable } from '#domain/text/printable.ts';
import { writeYaml } from '#spec/yaml/write-yaml.ts';
import type { HardeningStep } from '../../inspect/harden-cluster.ts';

const labels: Readonly<Record<HardeningStep['state'], string>> = {
  tried: 'would apply',
  applied: 'applied',
  unchanged: 'already applied',
  refused: 'refused',
  failed: 'FAILED',
  yours: 'manual action required',
};

/** Where the object is printed for review. */
const shown: ReadonlySet<HardeningStep['state']> = new Set(['tried', 'applied', 'failed']);

/** What `drydock harden` shows: one line per proposal, its object and cautions below, and at the end the undo commands. */
export function hardenText(steps: readonly HardeningStep[], isMeant: boolean): string {
  if (steps.length === 0) return 'Nothing to propose.';
  const undo = steps.flatMap((step) => step.undo ?? []);
  return [
    ...steps.flatMap(stepLines),
    ...(undo.length === 0 ? [] : ['', 'To undo:', ...undo.map((command) => `  ${command}`)]),
    ...(isMeant || !steps.some(({ state }) => state === 'tried')
      ? []
      : ['', `Nothing ${undo.length === 0 ? '' : 'else '}was changed. Next: the same command with --apply.`]),
  ]
    .map(printable)
    .join('\n');
}

function stepLines({ proposal, state, why, cautions }: HardeningStep): readonly string[] {
  return [
    `${labels[state]}: ${proposal.control} ${whatOf(proposal)}: ${why ?? proposal.why}`,
    ...(proposal.kind === 'command' ? [`  ${proposal.command}`] : []),
    ...(proposal.kind === 'refuse' ? offenderLines(proposal) : []),
    ...(proposal.kind === 'apply' && shown.has(state) ? yamlLines(proposal.object) : []),
    ...cautions.map((each) => `  caution: ${each}`),
  ];
}

function offenderLines({ offenders = [], offenderCount = 0 }: Refusal): readonly string[] {
  if (offenderCount < 2) return [];
  const more = offenderCount - offenders.length;
  return [
    ...offenders.map(({ resource, reason }) => `  ${resource}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function yamlLines(object: object): readonly string[] {
  return writeYaml(object)
    .split('\n')
    .map((line) => `    ${line}`);
}

function whatOf(proposal: Proposal): string {
  if (proposal.kind === 'command') return proposal.resource;
  const namespace = proposal.namespace ?? 'the cluster';
  return proposal.kind === 'refuse' || proposal.object.kind === 'Namespace'
    ? namespace
    : `${namespace} (${String(proposal.object.kind)})`;
}
