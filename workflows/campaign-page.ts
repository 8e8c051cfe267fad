import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { type CampaignRun, failedCount, isRunning, phaseOf, stagePhase, statusOf } from './campaign-run.ts';
import { bar, phaseGlyph, tableCell } from './page.ts';
import { changedAttributes, keys } from './search-attributes.ts';

/** Shows the campaign in the Temporal UI: search attributes for lists (only what changed), a page for whoever opens it. */
export function publishCampaign(run: CampaignRun): void {
  const phase = phaseOf(run);
  const waiting = waitingKind(run);
  const pairs = changedAttributes(workflowInfo().typedSearchAttributes, [
    { key: keys.DrydockPhase, value: phase },
    { key: keys.DrydockStage, value: run.stage },
    { key: keys.DrydockWaitingFor, value: waiting },
    {
      key: keys.DrydockNeedsAttention,
      value: waiting === 'gate' || waiting === 'paused' || waiting === 'decision',
    },
    { key: keys.DrydockFailed, value: failedCount(run) },
    {
      key: keys.DrydockTargetVersion,
      value: run.plan?.target ?? run.input.campaign.upgrade.kubernetesVersion,
    },
  ]);
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  setCurrentDetails(campaignPage(run));
}

function waitingKind(run: CampaignRun): string | null {
  if (run.result !== null) return null;
  if (run.lines.some((line) => line.phase === 'NeedsDecision')) return 'decision';
  if (run.paused !== null) return 'paused';
  return run.waitingFor?.kind ?? null;
}

function campaignPage(run: CampaignRun): string {
  const status = statusOf(run);
  const { done, total } = status.progress.clusters;
  return [
    `## ${phaseGlyph(status.phase)} ${status.name} to ${status.target}: ${status.phase}`,
    `${bar(done, total)} clusters, ${status.progress.failed} failed`,
    ...(status.reason === null ? [] : ['', status.reason]),
    '',
    '| Stage | State | Clusters | Running now |',
    '|---|---|---|---|',
    ...status.stages.map((stage) => stageRow(run, stage.name)),
    '',
    ...needsYou(run),
    ...lastDecisions(run),
  ].join('\n');
}

function stageRow(run: CampaignRun, name: string): string {
  const lines = run.lines.filter((line) => line.stage === name);
  const done = lines.filter((line) => line.phase === 'Completed').length;
  const now = lines.filter(isRunning).map((line) => line.plan.name);
  const phase = stagePhase(run, name);
  return `| ${name} | ${phaseGlyph(phase)} ${phase} | ${done}/${lines.length} | ${now.join(', ') || '-'} |`;
}

/** What only a person can do, with the update to send, ready to be copied into the UI's dialog. */
function needsYou(run: CampaignRun): readonly string[] {
  const asks = [...gateAsk(run), ...pauseAsk(run), ...decisionAsks(run)];
  return asks.length === 0
    ? ['**Needs you:** nothing now.']
    : ['**Needs you:**', ...asks.map((ask) => `- ${ask}`)];
}

function gateAsk({ gate, input }: CampaignRun): readonly string[] {
  if (gate === null) return [];
  const { digest } = { digest: input.planDigest };
  return [
    `gate *${gate}* waits for an approval: send update \`approve\` with \`${sample({ gate, digest })}\``,
  ];
}

function pauseAsk({ paused }: CampaignRun): readonly string[] {
  return paused === null ? [] : [`${paused.reason}: send update \`resume\` with \`${sample({})}\``];
}

function decisionAsks(run: CampaignRun): readonly string[] {
  return run.lines
    .filter((line) => line.phase === 'NeedsDecision')
    .slice(0, 10)
    .map(
      ({ plan, reason }) =>
        `**${plan.name}**: ${reason ?? ''} Send update \`retry\` or \`skip\` with \`${sample({ target: `cluster/${plan.name}` })}\``,
    );
}

function sample(what: object): string {
  return JSON.stringify({ ...what, by: 'YOUR NAME', reason: 'WHY' });
}

function lastDecisions({ decisions }: CampaignRun): readonly string[] {
  if (decisions.length === 0) return [];
  const rows = decisions
    .slice(-10)
    .map(
      ({ at, by, verb, target, reason }) =>
        `| ${at} | ${tableCell(by)} | ${verb} ${target} | ${tableCell(reason)} |`,
    );
  return ['', '| Decided at | By | What | Why |', '|---|---|---|---|', ...rows];
}
