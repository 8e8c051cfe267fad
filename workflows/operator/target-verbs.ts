import { parseTarget } from '#domain/campaign/operator-target.ts';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type DecideSignal, type PoolOrderSignal } from '#protocol/signals.ts';
import {
  type CampaignRun,
  isRunning,
  isStopped,
  isYetToBegin,
  type Line,
  lineNamed,
  placeOfStage,
} from '../state/campaign-run.ts';
import { leaveOut, record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const retry: VerbRule<TargetRequest> = {
  description:
    'Try again what failed, by the plan as it stands. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) => refuse(run, target, mayRetry, 'waits for a decision or has failed'),
  act: (run, request) => {
    const lines = chosen(run, request.target).filter(mayRetry);
    const what = describeRetried(lines);
    for (const line of lines) retryLine(run, line, { verb: 'retry', by: request.by, reason: request.reason });
    const decision = record(run, 'retry', request.target, request);
    return { decision, text: `${what}${describeHeld(run, lines)}` };
  },
};

export const skip: VerbRule<TargetRequest> = {
  description:
    'Leave what failed, or what has not begun, as it is. Input: {target: "stage/NAME" | "cluster/NAME" | "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) =>
    parseTarget(target ?? '')?.kind === 'pool'
      ? refuse(run, target, isRunning, 'runs')
      : refuse(run, target, maySkip, 'waits for a decision or has yet to begin'),
  act: (run, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'skip', target, request);
    const what = parseTarget(target);
    if (what?.kind === 'pool') {
      orderPool(lineNamed(run, what.cluster)!, what.pool, request);
      return { decision, text: `Node pool ${what.pool} of ${what.cluster} is left as it is.` };
    }
    const lines = chosen(run, target).filter(maySkip);
    const others = chosen(run, target).filter((line) => isRunning(line) && !maySkip(line));
    for (const line of lines) {
      if (isYetToBegin(line)) leaveOut(run, line, `skipped by ${by}: ${reason}`);
      else decide(line, { verb: 'skip', by, reason });
    }
    const goOn = others.length === 0 ? '' : ` Under way, and not skipped: ${names(others)}.`;
    return { decision, text: `Left as it is: ${names(lines)}.${goOn}` };
  },
};

/** Of a drain that is held up nothing is sent again. */
function describeRetried(lines: readonly Line[]): string {
  const waits = (line: Line) => (line.phase === 'NeedsDecision' ? (line.retryWaits ?? null) : null);
  const again = lines.filter((line) => waits(line) === null);
  return [
    ...(again.length === 0 ? [] : [`Tries again: ${names(again)}.`]),
    ...lines
      .filter((line) => waits(line) !== null)
      .map((line) => `Waits another ${waits(line)} for the drain on ${line.plan.name} that is held up.`),
  ].join(' ');
}

function mayRetry(line: Line): boolean {
  return line.phase === 'NeedsDecision' || (line.plan.blocked.length === 0 && !line.again && isOver(line));
}

function isOver(line: Line): boolean {
  return ['Failed', 'Skipped', 'Aborted', 'RolledBack', 'CompletedWithFailures'].includes(line.phase);
}

function maySkip(line: Line): boolean {
  return line.phase === 'NeedsDecision' || isYetToBegin(line);
}

/** A failure policy's pause holds back what nobody looked at, not what a person wants tried again. */
function retryLine(run: CampaignRun, line: Line, decision: DecideSignal): void {
  const isFreed = isBlockedByPolicyAlone(run);
  if (isFreed) line.retried = true;
  if (line.phase === 'NeedsDecision') {
    decide(line, decision);
    if (!isFreed) return;
    line.paused = false;
    line.outbox.push({ signal: clusterSignals.resume, args: [] });
  } else Object.assign(line, { phase: 'NotStarted', reason: null, startedAt: null, finishedAt: null });
}

/** A person's pause holds back a retry as well. */
function describeHeld(run: CampaignRun, lines: readonly Line[]): string {
  const level = heldAt(run);
  if (level === null || level === 'stage' || isBlockedByPolicyAlone(run)) return '';
  if (level === 'cluster' && lines.every(isRunning)) return '';
  return ` The campaign is paused: it begins with drydock resume ${run.input.campaign.name} --reason TEXT.`;
}

function decide(line: Line, decision: DecideSignal): void {
  line.phase = 'Running';
  line.outbox.push({ signal: clusterSignals.decide, args: [decision] });
}

/** A pool that waits for a decision is decided; one that has not begun is never begun. */
function orderPool(line: Line, pool: string, { by, reason }: TargetRequest): void {
  if (line.phase === 'NeedsDecision' && line.askedAbout === pool) {
    decide(line, { verb: 'skip-pool', by, reason });
    return;
  }
  const leave: PoolOrderSignal = { pool, how: 'skip', because: `skipped by ${by}: ${reason}` };
  line.outbox.push({ signal: clusterSignals.orderPool, args: [leave] });
}

/** The lines a target means. */
function chosen(run: CampaignRun, target: string): readonly Line[] {
  const what = parseTarget(target);
  switch (what?.kind) {
    case 'stage':
      return run.lines.filter((line) => line.stage === what.stage);
    case 'cluster':
    case 'pool':
      return run.lines.filter((line) => line.plan.name === what.cluster);
    case 'campaign':
    case undefined:
      return [];
  }
}

function refuse(
  run: CampaignRun,
  target: string | undefined,
  fits: (line: Line) => boolean,
  words: string,
): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = parseTarget(target ?? '');
  if (what === null || what.kind === 'campaign')
    return invalid('Name a target: stage/NAME, cluster/NAME or pool/CLUSTER/POOL.');
  if (what.kind === 'stage' && placeOfStage(run, what.stage) === null)
    return invalid(`There is no stage ${what.stage} in this campaign.`);
  const lines = chosen(run, target!);
  if (lines.length === 0) return invalid(`There is no ${target} in this campaign.`);
  const [{ stage }] = lines as readonly [Line];
  if (placeOfStage(run, stage) === 'over')
    return invalid(`The clusters of stage ${stage} are done; start a campaign of its own for ${target}.`);
  if (!lines.some(fits)) return invalid(tellUnfit(lines, target!, words));
  if (what.kind === 'pool' && lines[0]!.phase === 'NeedsDecision' && fits !== isRunning)
    return lines[0]!.askedAbout === what.pool
      ? null
      : invalid(`${target} is not what the cluster asks about.`);
  return null;
}

function tellUnfit(lines: readonly Line[], target: string, words: string): string {
  const [line] = lines;
  const isPool = parseTarget(target)?.kind === 'pool';
  if (isPool && line !== undefined && isYetToBegin(line))
    return `${line.plan.name} has not begun: skip it as a whole (cluster/${line.plan.name}), or its node pools once it runs.`;
  const phases = lines.length === 1 && line !== undefined ? ` (${line.phase})` : '';
  return `Nothing of ${target} ${words}${phases}.`;
}

function names(lines: readonly Line[]): string {
  return lines.map((line) => line.plan.name).join(', ');
}
