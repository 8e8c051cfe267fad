import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { StepStatus, WaitingFor } from '#domain/campaign/status.ts';
import type { ClusterRun } from './cluster-run.ts';
import { phaseGlyph, tableCell } from './page.ts';
import { changedAttributes, keys } from './search-attributes.ts';

/** Shows the run in the Temporal UI: search attributes for lists (only what changed), a page for whoever opens it. */
export function publishCluster(run: ClusterRun): void {
  const pairs = changedAttributes(workflowInfo().typedSearchAttributes, [
    { key: keys.DrydockPhase, value: run.phase },
    { key: keys.DrydockWaitingFor, value: run.waitingFor?.kind ?? null },
    { key: keys.DrydockNeedsAttention, value: run.phase === 'NeedsDecision' },
  ]);
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  setCurrentDetails(clusterPage(run));
}

function clusterPage(run: ClusterRun): string {
  const { plan, stage, campaign } = run.input;
  return [
    `## ${phaseGlyph(run.phase)} ${plan.name}: ${run.phase}`,
    `Stage ${stage} of campaign ${campaign}`,
    '',
    '| Step | State | Version | Since | Detail |',
    '|---|---|---|---|---|',
    ...run.steps.map(stepRow),
    '',
    ...(run.waitingFor === null ? [] : [waitLine(run.waitingFor)]),
    ...(run.reason === null ? [] : ['', `**Why:** ${run.reason}`]),
  ].join('\n');
}

function stepRow(step: StepStatus): string {
  const since = step.finishedAt ?? step.startedAt ?? '-';
  return `| ${step.name} | ${phaseGlyph(step.phase)} ${step.phase} | ${step.from} → ${step.to} | ${since} | ${tableCell(step.detail)} |`;
}

function waitLine({ kind, name, until, act }: WaitingFor): string {
  return `**Waiting for:** ${kind} of ${name}${until === null ? '' : ` until ${until}`} (${act})`;
}
