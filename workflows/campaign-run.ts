import type { CampaignPlan, ClusterPlan } from '#domain/campaign/plan.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  Decision,
  NotRestored,
  Phase,
  Verb,
  WaitingFor,
} from '#domain/campaign/status.ts';
import type { CampaignInput, ClusterLine, OperatorRequest } from './messages.ts';
import { type Clock, openClock } from './pace.ts';

/** An order for a running cluster: a signal that waits to be sent. */
export interface Order {
  readonly signal: string;
  readonly args: readonly unknown[];
}

export interface Line {
  readonly plan: ClusterPlan;
  readonly stage: string;
  phase: Phase;
  reason: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Acknowledged: nothing of it is in flight in Azure. */
  paused: boolean;
  readonly outbox: Order[];
}

/** One campaign while it runs. */
export interface CampaignRun {
  readonly input: CampaignInput;
  readonly clock: Clock;
  readonly startedAt: string;
  plan: CampaignPlan | null;
  lines: readonly Line[];
  stage: string | null;
  /** What the campaign itself waits for: a stage's soak or gate. */
  waitingFor: WaitingFor | null;
  /** "budget": by the stage's failure policy; then a cluster that is retried lifts it. */
  paused: { readonly by: 'operator' | 'budget'; readonly since: string; readonly reason: string } | null;
  /** Failed clusters of the running stage, and how many of them a person accepted by "resume". */
  failures: number;
  acceptedFailures: number;
  aborted: string | null;
  timedOut: boolean;
  /** The gate at which the campaign stands, and what was decided there. */
  gate: string | null;
  gateDecision: Decision | null;
  readonly decisions: Decision[];
  notRestored: readonly NotRestored[];
  result: { readonly phase: Phase; readonly reason: string | null; readonly at: string } | null;
}

export function openCampaignRun(input: CampaignInput): CampaignRun {
  const clock = openClock(input.pace);
  const startedAt = clock.iso();
  const run: CampaignRun = {
    input,
    clock,
    startedAt,
    plan: null,
    lines: [],
    stage: null,
    waitingFor: null,
    paused: null,
    failures: 0,
    acceptedFailures: 0,
    aborted: null,
    timedOut: false,
    gate: null,
    gateDecision: null,
    decisions: [],
    notRestored: [],
    result: null,
  };
  record(run, 'start', 'campaign', { by: input.startedBy, reason: input.reason });
  return run;
}

/** Writes down who did what, when and why. Updates carry no proof of identity, so `by` is a claim. */
export function record(run: CampaignRun, verb: Verb, target: string, request: OperatorRequest): Decision {
  const { by, reason } = request;
  const decision: Decision = { at: run.clock.iso(), by, verb, target, reason, identity: 'claimed' };
  run.decisions.push(decision);
  return decision;
}

/** No further cluster is begun. */
export function isStopped(run: CampaignRun): boolean {
  return run.aborted !== null || run.timedOut;
}

export function isRunning(line: Line): boolean {
  return line.startedAt !== null && line.finishedAt === null;
}

/** Sends an order to every cluster that runs. */
export function orderAll(run: CampaignRun, order: Order): void {
  for (const line of run.lines) if (isRunning(line)) line.outbox.push(order);
}

export function phaseOf(run: CampaignRun): Phase {
  if (run.result !== null) return run.result.phase;
  const running = run.lines.filter(isRunning);
  if (running.some((line) => line.phase === 'NeedsDecision')) return 'NeedsDecision';
  if (run.paused !== null && running.every((line) => line.paused)) return 'Paused';
  return run.waitingFor === null ? 'Running' : 'Waiting';
}

export function lineOf(line: Line): ClusterLine {
  const { phase, reason, startedAt, finishedAt } = line;
  return { resourceId: line.plan.resourceId, phase, reason, startedAt, finishedAt };
}

/** The campaign's own view; whoever shows it lays the clusters' reports over it. */
export function statusOf(run: CampaignRun): CampaignStatus {
  const { input } = run;
  return {
    kind: 'CampaignStatus',
    name: input.campaign.name,
    phase: phaseOf(run),
    reason: run.result?.reason ?? run.aborted ?? run.paused?.reason ?? null,
    planDigest: input.planDigest,
    target: run.plan?.target ?? input.campaign.upgrade.kubernetesVersion,
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
      phase: stagePhase(run, stage.name),
      clusters: run.lines.filter((line) => line.stage === stage.name).map(clusterStatus),
    })),
    decisions: run.decisions,
    notRestored: run.notRestored,
    incomplete: null,
    pace: input.pace === null ? null : { speed: input.pace.speed },
    links: { ui: null },
  };
}

export function failedCount(run: CampaignRun): number {
  return run.lines.filter((line) => isFault(line)).length;
}

/** A cluster that was begun and is not, or not without a person, going to complete. */
function isFault(line: Line): boolean {
  return (
    line.startedAt !== null &&
    ['NeedsDecision', 'Failed', 'Skipped', 'Aborted', 'CompletedWithFailures'].includes(line.phase)
  );
}

function clusterStatus(line: Line): ClusterStatus {
  const { phase, reason, startedAt, finishedAt, plan } = line;
  return { name: plan.name, resourceId: plan.resourceId, phase, reason, startedAt, finishedAt, steps: [] };
}

export function stagePhase(run: CampaignRun, name: string): Phase {
  const lines = run.lines.filter((line) => line.stage === name);
  if (lines.some((line) => line.phase === 'NeedsDecision')) return 'NeedsDecision';
  if (run.stage === name && run.result === null)
    return run.waitingFor === null || lines.some(isRunning) ? 'Running' : 'Waiting';
  if (lines.every((line) => line.phase === 'NotStarted')) return 'NotStarted';
  if (lines.some((line) => line.phase === 'Aborted')) return 'Aborted';
  if (lines.some(isFault)) {
    return lines.some((line) => line.phase === 'Completed') ? 'CompletedWithFailures' : 'Failed';
  }
  return lines.some((line) => line.phase === 'Completed') ? 'Completed' : 'Skipped';
}

function waitsOf(run: CampaignRun): readonly WaitingFor[] {
  const { name } = run.input.campaign;
  const paused: WaitingFor[] =
    run.paused === null
      ? []
      : [
          {
            kind: 'paused',
            name,
            since: run.paused.since,
            until: null,
            act: `drydock resume ${name} --reason TEXT`,
          },
        ];
  return [...(run.waitingFor === null ? [] : [run.waitingFor]), ...paused];
}
