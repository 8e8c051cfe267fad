import { heldAt, type Pause, pauseReason } from '#domain/campaign/pauses.ts';
import { upgradeTarget } from '#domain/campaign/upgrade-target.ts';
import { approvalsSoFar } from '#domain/gate/approval.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignOutline, ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import { waitOfPause } from '#domain/status/pause-wait.ts';
import { isFault, stagePhase } from '#domain/status/stage-phase.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  Decision,
  NotRestored,
  Phase,
  WaitingFor,
} from '#domain/status/status.ts';
import type { CampaignInput, ClusterState } from '#protocol/campaign.ts';
import { type Clock, openClock } from '../pace.ts';

/** An order for a running cluster: a signal that waits to be sent. */
export interface Order {
  readonly signal: string;
  readonly args: readonly unknown[];
}

export interface Line {
  readonly plan: ClusterOutline;
  readonly stage: string;
  phase: Phase;
  reason: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Acknowledged: nothing of it is in flight in Azure. */
  paused: boolean;
  /** Somebody else holds its lock: nothing of it can be in flight either. */
  waitingFor: WaitingFor | null;
  /** The node pool (null: the control plane or the cluster itself) that a person is asked about. */
  askedAbout: string | null;
  /** The step that is tried again then; null: none, or it was not said. */
  askedStep: string | null;
  /** Whether the pool has quarantined nodes then; null: not known. */
  mayCleanUp: boolean | null;
  /** How long a retry only waits on then, for a drain that is held up; null, absent: it tries something again. */
  retryWaits?: string | null;
  /** By night: it went as far as the night allowed. */
  left: boolean;
  /** Skipped untouched, because it was busy or stopped: it gets another turn at the end of the stage. */
  again: boolean;
  turns: number;
  /** A person wants it tried again, although the failure policy holds the campaign: its next turn is not held back. */
  retried: boolean;
  /** The steps of its first turn. */
  slice: ClusterPlan | null;
  /** The node images that its pools came to; null: it has not said. */
  images: readonly string[] | null;
  readonly outbox: Order[];
}

/** One campaign while it runs. */
export interface CampaignRun {
  readonly input: CampaignInput;
  readonly clock: Clock;
  readonly startedAt: string;
  /** Campaign time (ms). */
  readonly deadline: number;
  plan: CampaignOutline | null;
  lines: readonly Line[];
  stage: string | null;
  /** Its clusters run: those that failed can be tried again, and those that have not begun left out. */
  stageIsOpen: boolean;
  /** What the campaign itself waits for: a stage's soak or gate. */
  waitingFor: WaitingFor | null;
  paused: Pause | null;
  /** A rule's pause that a person's stands above: it is still there when the person's is lifted. */
  ruleBeneath: Pause | null;
  /** Failed clusters of the running stage, and how many of them a person accepted by "resume". */
  failures: number;
  acceptedFailures: number;
  aborted: string | null;
  timedOut: boolean;
  /** By night: why what has not begun is left for the next one; null: it is not. */
  deferredToNextRun: string | null;
  /** The soak the campaign itself is in was ended by a person. */
  promoted: boolean;
  /** What the running stage may take over of the one before; undefined: it is not for images. */
  tested: TestedImages | null | undefined;
  /** What the stage before has run for its soak. */
  soakedImages: readonly string[];
  /** The gate at which the campaign stands, who approved so far, and what was decided. */
  gate: { readonly name: string; readonly approvedBy: string[] } | null;
  gateDecision: Decision | null;
  readonly decisions: Decision[];
  /** What was asked, and done without a person. */
  journal: readonly JournalEntry[];
  notRestored: readonly NotRestored[];
  result: { readonly phase: Phase; readonly reason: string | null; readonly at: string } | null;
}

/** `lines`: those of the run before, where there was one. */
export function openCampaignRun(input: CampaignInput, lines: readonly Line[]): CampaignRun {
  const clock = openClock(input.pace);
  const { carried } = input;
  return {
    input,
    clock,
    startedAt: carried?.startedAt ?? clock.iso(),
    deadline: carried?.deadline ?? clock.now() + input.campaign.timeouts.campaignMs,
    plan: carried?.outline ?? null,
    lines,
    stage: null,
    stageIsOpen: false,
    waitingFor: null,
    paused: null,
    ruleBeneath: null,
    failures: 0,
    acceptedFailures: 0,
    aborted: null,
    timedOut: false,
    deferredToNextRun: null,
    promoted: false,
    tested: undefined,
    soakedImages: carried?.soakedImages ?? [],
    gate: null,
    gateDecision: null,
    decisions: [...(carried?.decisions ?? [])],
    journal: carried?.journal ?? [],
    notRestored: carried?.notRestored ?? [],
    result: null,
  };
}

/** No further cluster is begun. */
export function isStopped(run: CampaignRun): boolean {
  return run.aborted !== null || run.timedOut || run.deferredToNextRun !== null;
}

export function isRunning(line: Line): boolean {
  return line.startedAt !== null && line.finishedAt === null;
}

/** It will get a turn, its first or another. */
export function isYetToBegin(line: Line): boolean {
  return line.phase === 'NotStarted' || line.again;
}

/** Whether a stage's clusters are still to come, run, or are all done; null: there is no such stage. */
export function placeOfStage(
  { input, stage, stageIsOpen }: CampaignRun,
  name: string,
): 'ahead' | 'open' | 'over' | null {
  const names = input.campaign.stages.map((each) => each.name);
  const index = names.indexOf(name);
  if (index === -1) return null;
  const current = stage === null ? (input.carried?.nextStage ?? 0) - 1 : names.indexOf(stage);
  if (index > current) return 'ahead';
  return index === current && stageIsOpen ? 'open' : 'over';
}

/** Nothing follows after it. */
export function isLastStage({ input, stage }: CampaignRun): boolean {
  return stage !== null && stage === input.campaign.stages.at(-1)?.name;
}

/** Whether any cluster of a later stage will get a turn: otherwise there is nothing to approve. */
export function isAnythingToFollow({ input, lines }: CampaignRun, stage: string): boolean {
  const names = input.campaign.stages.map(({ name }) => name);
  const later = names.slice(names.indexOf(stage) + 1);
  return lines.some((line) => later.includes(line.stage) && isYetToBegin(line));
}

export function lineNamed(run: CampaignRun, cluster: string): Line | undefined {
  return run.lines.find((line) => line.plan.name === cluster);
}

/** Sends an order to every cluster that runs. */
export function orderAll(run: CampaignRun, order: Order): void {
  for (const line of run.lines) if (isRunning(line)) line.outbox.push(order);
}

export function phaseOf(run: CampaignRun): Phase {
  if (run.result !== null) return run.result.phase;
  const running = run.lines.filter(isRunning);
  if (running.some((line) => line.phase === 'NeedsDecision')) return 'NeedsDecision';
  if (isAtRest(run, running)) return 'Paused';
  return run.waitingFor === null ? 'Running' : 'Waiting';
}

/** Paused, and as far come to rest as the level of the pause asks for. */
function isAtRest(run: CampaignRun, running: readonly Line[]): boolean {
  const { stage, lines } = run;
  const level = heldAt(run);
  if (level === null) return false;
  if (level === 'node-pool') return running.every((line) => line.paused || line.waitingFor !== null);
  const waits = (line: Line) => line.stage === stage && line.phase === 'NotStarted';
  return running.length === 0 && (level === 'cluster' || !lines.some(waits));
}

export function lineOf(line: Line): ClusterState {
  const { phase, reason, startedAt, finishedAt } = line;
  const left = line.left ? ({ left: true } as const) : {};
  return { resourceId: line.plan.resourceId, phase, reason, startedAt, finishedAt, ...left };
}

/** The campaign's own view; whoever shows it lays the clusters' reports over it. */
export function statusOf(run: CampaignRun): CampaignStatus {
  const { input } = run;
  return {
    kind: 'CampaignStatus',
    name: input.campaign.name,
    phase: phaseOf(run),
    reason: run.result?.reason ?? run.aborted ?? run.deferredToNextRun ?? pauseReason(run),
    planDigest: input.planDigest,
    target: run.plan?.target ?? upgradeTarget(input.campaign.upgrade),
    startedAt: run.startedAt,
    updatedAt: run.clock.iso(),
    finishedAt: run.result?.at ?? null,
    window: null,
    progress: {
      clusters: {
        done: run.lines.filter((line) => line.phase === 'Completed').length,
        total: run.lines.length,
      },
      pools: { done: 0, total: 0 },
      nodes: { done: 0, total: 0 },
      failed: failedCount(run),
    },
    waitingFor: waitsOf(run),
    stages: (run.plan?.stages ?? []).map((stage) => ({
      name: stage.name,
      phase: phaseOfStage(run, stage.name),
      clusters: run.lines.filter((line) => line.stage === stage.name).map(clusterStatus),
    })),
    decisions: run.decisions,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    notRestored: run.notRestored,
    incomplete: null,
    pace: input.pace === null ? null : { speed: input.pace.speed },
    links: { ui: null },
  };
}

export function failedCount(run: CampaignRun): number {
  return run.lines.filter((line) => isFault(line)).length;
}

function clusterStatus(line: Line): ClusterStatus {
  const { phase, reason, startedAt, finishedAt, plan } = line;
  return { name: plan.name, resourceId: plan.resourceId, phase, reason, startedAt, finishedAt, steps: [] };
}

function phaseOfStage(run: CampaignRun, name: string): Phase {
  const lines = run.lines.filter((line) => line.stage === name);
  const isNow = run.stage === name && run.result === null;
  const now = run.waitingFor === null || lines.some(isRunning) ? 'Running' : 'Waiting';
  return stagePhase(lines, isNow ? now : null);
}

function waitsOf(run: CampaignRun): readonly WaitingFor[] {
  if (run.result !== null) return [];
  const locks = run.lines.flatMap(({ waitingFor }) => (waitingFor === null ? [] : [waitingFor]));
  return [...ownWait(run), ...pauseWait(run), ...locks];
}

function ownWait({ waitingFor, gate, input }: CampaignRun): readonly WaitingFor[] {
  if (waitingFor === null) return [];
  const stage = input.campaign.stages.find(({ name }) => name === gate?.name);
  if (gate === null || stage === undefined || stage.approval.quorum < 2) return [waitingFor];
  return [{ ...waitingFor, approvals: approvalsSoFar(stage.approval, gate.approvedBy, input.startedBy) }];
}

/** Empty: it holds nothing back, or what failed is to be decided first. */
export function pauseWait(run: CampaignRun): readonly WaitingFor[] {
  const { paused, ruleBeneath, lines, input } = run;
  if (paused === null) return [];
  const isOnItsWay = (line: Line) => isRunning(line) && line.phase !== 'NeedsDecision';
  const wait = waitOfPause({
    campaign: input.campaign.name,
    pausedBy: paused.by,
    since: paused.since,
    beneath: ruleBeneath?.reason ?? null,
    isUndecided: lines.some((line) => line.phase === 'NeedsDecision'),
    holdsBack: !isLastStage(run) || lines.some((line) => isYetToBegin(line) || isOnItsWay(line)),
  });
  return wait === null ? [] : [wait];
}
