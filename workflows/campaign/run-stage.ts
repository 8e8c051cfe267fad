import { condition, workflowInfo } from '@temporalio/workflow';
import type { Stage } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { type CampaignRun, isRunning, isStopped, type Line } from '../state/campaign-run.ts';
import { keepInCampaign } from '../state/journal.ts';
import { publishCampaign } from '../state/publish-campaign.ts';
import { type FailureBudget, openFailureBudget } from './failure-budget.ts';
import { upgradeInChild } from './upgrade-in-child.ts';

/** What the two signals from below reach while a stage runs. */
export interface RunningStage {
  readonly budget: FailureBudget;
}

const mostTurns = 2;

/**
 * Runs the clusters of one stage, so many at a time. One that waits for a person frees its place for the next but
 * keeps its lock; one that was busy or stopped gets another turn after the others; one that a person retries goes
 * back into the row. The stage ends when all of them have.
 */
export async function runStage(
  run: CampaignRun,
  stage: Stage,
  opened: (stage: RunningStage) => void,
): Promise<void> {
  const lines = run.lines.filter((line) => line.stage === stage.name);
  const total = lines.filter((line) => line.phase === 'NotStarted').length;
  const budget = openFailureBudget(run, stage, total);
  run.stageIsOpen = true;
  opened({ budget });
  const places = resolveCount(stage.maxConcurrency, total);
  const running: Promise<void>[] = [];
  const mayBegin = () => occupied(lines) < places && freeLine(run, lines) !== undefined;
  for (;;) {
    await condition(() => isStopped(run) || isOver(lines) || mayBegin());
    if (isStopped(run) || isOver(lines)) break;
    const line = freeLine(run, lines);
    if (line === undefined) continue;
    running.push(upgrade(run, line, budget));
  }
  run.stageIsOpen = false;
  await Promise.all(running);
}

/** A pause at the end of the stage lets the stage go on. */
function isFree(run: CampaignRun): boolean {
  const level = heldAt(run);
  return level === null || level === 'stage';
}

/** While a rule holds the campaign, what a person wants tried again has its turn all the same. */
function freeLine(run: CampaignRun, lines: readonly Line[]): Line | undefined {
  if (isFree(run)) return nextLine(lines);
  return isBlockedByPolicyAlone(run)
    ? lines.find((line) => line.phase === 'NotStarted' && line.retried)
    : undefined;
}

function nextLine(lines: readonly Line[]): Line | undefined {
  return (
    lines.find((line) => line.phase === 'NotStarted') ??
    (firstTurnsAreOver(lines) ? lines.find((line) => line.again) : undefined)
  );
}

/** Time is what a busy or stopped cluster needs. One that waits for a person may take days and holds up nobody. */
function firstTurnsAreOver(lines: readonly Line[]): boolean {
  return !lines.some((line) => isRunning(line) && line.phase !== 'NeedsDecision' && line.turns < mostTurns);
}

function isOver(lines: readonly Line[]): boolean {
  return nextLine(lines) === undefined && !lines.some(isRunning);
}

function occupied(lines: readonly Line[]): number {
  return lines.filter((line) => isRunning(line) && line.phase !== 'NeedsDecision').length;
}

async function upgrade(run: CampaignRun, line: Line, budget: FailureBudget): Promise<void> {
  budget.reopen(line.plan.resourceId);
  const turns = line.turns + 1;
  Object.assign(line, {
    phase: 'Running',
    reason: null,
    again: false,
    turns,
    startedAt: run.clock.iso(),
    finishedAt: null,
  });
  publishCampaign(run);
  const outcome = await upgradeInChild(run, line, inputFor(run, line));
  close(run, line, outcome, budget);
  publishCampaign(run);
}

function close(run: CampaignRun, line: Line, outcome: ClusterOutcome, budget: FailureBudget): void {
  const { phase, reason, untouched, leftByRule, journal = [] } = outcome;
  line.retried = false;
  line.again = leftByRule && line.turns < mostTurns;
  Object.assign(line, { phase, reason, finishedAt: run.clock.iso() });
  // Left out by the file's rule, as the plan leaves clusters out: never begun.
  if (untouched) line.startedAt = null;
  line.left = outcome.left === true || (run.input.scheduledRun !== undefined && leftByRule);
  line.slice = outcome.slice;
  line.images = outcome.images ?? null;
  run.notRestored = [...run.notRestored, ...outcome.notRestored];
  keepInCampaign(run, journal);
  if (!line.again) budget.end(line.plan.resourceId, endOf(outcome));
}

function endOf({ phase, untouched, left }: ClusterOutcome): 'succeeded' | 'failed' | 'skipped' {
  if (phase === 'Completed') return 'succeeded';
  return left === true || (phase === 'Skipped' && untouched) ? 'skipped' : 'failed';
}

/** A cluster gets its own line of the plan and the terms it is upgraded on, nothing more. */
function inputFor(run: CampaignRun, line: Line): ClusterUpgradeInput {
  const { campaign, pace, tuning } = run.input;
  const { upgrade: terms, cluster, nodePools, health, maintenance, timeouts } = campaign;
  return {
    campaignWorkflowId: workflowInfo().workflowId,
    campaign: campaign.name,
    stage: line.stage,
    plan: line.plan,
    slice: line.slice,
    terms: { upgrade: terms, cluster, nodePools },
    rollback: campaign.rollback,
    health,
    preflight: campaign.preflight,
    baseline: campaign.baseline,
    mayForce: campaign.forceUpgrade !== null,
    defersBlocked: campaign.soaksAcrossRuns,
    ...(run.input.scheduledRun === undefined ? {} : { scheduledRun: run.input.scheduledRun }),
    ...(run.tested === undefined ? {} : { tested: run.tested }),
    timeoutMs: timeouts.clusterMs,
    maintenance,
    pace,
    tuning,
  };
}
