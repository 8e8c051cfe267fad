import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import type { PostureReport } from '#domain/audit/posture/posture-difference.ts';
import type { PostureSnapshot } from '#domain/audit/posture/posture-snapshot.ts';
import type { HealthScope } from '#domain/campaign/health-policy.ts';
import type { SentSettings } from '#domain/fleet/upgrade-settings.ts';
import type { HealthBaseline } from '#domain/health/health-baseline.ts';
import type { PreExistingIssues } from '#domain/health/pre-existing-issues.ts';
import type { BlockedPool, ClusterPlan, PlanStep } from '#domain/plan/contents/plan.ts';
import { isForImage } from '#domain/plan/contents/replaces-nodes.ts';
import { stepName } from '#domain/plan/contents/step-name.ts';
import type { UsageCount } from '#domain/removal/usage/usage-count.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { MeasuredRun } from '#domain/status/measured-runs.ts';
import type {
  ForceStatus,
  NotRestored,
  Phase,
  StepStatus,
  WaitingFor,
  WindowNow,
} from '#domain/status/status.ts';
import { stepsAtEnd, stepsWhile } from '#domain/status/step-status.ts';
import type { ClusterUpgradeInput, StepReached } from '#protocol/cluster-upgrade.ts';
import { activityOptions } from '../activity-options.ts';
import { type Clock, openClock } from '../pace.ts';
import type { ClusterOperator } from './cluster-operator.ts';
import type { Deferral } from './defer-to-next-run.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type StepState = Mutable<StepStatus>;
export type PoolState = StepState & { readonly pool: string };

/** One cluster's upgrade while it runs: its input, its clients, and the state that it reports. */
export interface ClusterRun {
  readonly input: ClusterUpgradeInput;
  readonly operator: ClusterOperator;
  readonly clock: Clock;
  /** Campaign time, RFC 3339. */
  readonly startedAt: string;
  readonly activities: ClusterActivities;
  /** Its slice of the plan, planned again and compared; null until then. */
  plan: ClusterPlan | null;
  steps: StepState[];
  phase: Phase;
  reason: string | null;
  waitingFor: WaitingFor | null;
  /** How often it waited for anything. */
  waits: number;
  window: WindowNow | null;
  /** Campaign time (ms); moved on by `restartDeadline`. */
  deadline: number;
  /** Something was sent already: with onClose FinishCluster the rest may follow after the window. */
  begun: boolean;
  /** An operation of ours may be running in Azure: a pause is not yet acknowledged. */
  inFlight: boolean;
  /** A node is drained or restarted by Drydock itself: nor is it then. */
  nodeBusy: boolean;
  /** The cluster's own upgrade channel, where it has to be restored. */
  channelToRestore: string | null;
  /** What a person allowed for the next attempt alone. */
  nextForce: ForceOrder | null;
  /** Who forces the attempt that runs, and until when; null: no one. */
  force: ForceStatus | null;
  /** Until when the cluster was forced by someone else (null: not at all), where that has to be restored. */
  forceToClear: { readonly until: string | null } | null;
  /** Each pool's own upgrade settings from before the first change, where they have to be restored. */
  readonly settingsToRestore: Map<string, SentSettings>;
  /** Pools that were cordoned so that their workloads move, and of which not all have. */
  readonly cordoned: Set<string>;
  notRestored: readonly NotRestored[];
  /** What the last check found of removed API versions: the next one compares with it who still uses them. */
  usageCounts: readonly UsageCount[];
  /** What was asked, and done without a person. */
  journal: readonly JournalEntry[];
  /** How well each pool was before its change, and the cluster (null) before the first. */
  readonly baselines: Map<HealthScope, HealthBaseline>;
  /** What was unhealthy before the cluster's first change; null: nothing, or no one looked. */
  preExistingIssues: PreExistingIssues | null;
  /** How safe it was before its first change; null: not looked at yet. */
  postureBefore: PostureSnapshot | null;
  posture: PostureReport | null;
  /** Pre-existing issues that the last health check found and did not count; null: none. */
  toleratedIssues: string | null;
  /** How much of the last soak an abort left; null: it cut none short. */
  cutSoak: { readonly ms: number; readonly ofMs: number } | null;
  /** In a scheduled run: why it stops here; null: it does not. */
  leaving: Deferral | null;
  /** Why steps ended without anything being sent: the reason of a cluster that stays untouched. */
  readonly idle: string[];
  /** Results of pools of which nodes were rebooted: no version or image shows them afterwards. */
  readonly rebooted: string[];
  /** Pools to which the last thing done was a rollback. */
  readonly rolledBack: Set<string>;
  /** Pools whose rollback was begun and is not at its end, with the pair they go to. */
  readonly pendingRollbacks: Map<string, PendingRollback>;
  /** Pools whose image turned out blocked right before its change. */
  readonly blockedPools: BlockedPool[];
  /** How long steps took, for the fleet's record. */
  readonly measured: MeasuredRun[];
  /** Pools on which an operation of ours may still run that no one watches any more. */
  readonly unfinished: Set<string>;
}

export interface PendingRollback {
  readonly version: string;
  readonly nodeImageVersion: string;
  /** What earlier attempts may have left in Azure (as in `Task`); absent: none was made. */
  readonly attempts?: {
    readonly maybeSent: boolean;
    readonly unacknowledged: string | null;
    readonly isBehind: boolean;
  };
}

/** A person's word that an attempt may be forced. */
export interface ForceOrder {
  /** How long it lasts at most; campaign time. */
  readonly forMs: number;
  readonly by: string;
  readonly reason: string;
}

type ClusterActivities = ReturnType<typeof openActivities>;

export function openClusterRun(input: ClusterUpgradeInput, operator: ClusterOperator): ClusterRun {
  const clock = openClock(input.pace);
  return {
    input,
    operator,
    clock,
    startedAt: clock.iso(),
    activities: openActivities(input),
    plan: null,
    steps: [],
    phase: 'Running',
    reason: null,
    waitingFor: null,
    waits: 0,
    window: null,
    deadline: clock.now() + input.timeoutMs,
    begun: false,
    inFlight: false,
    nodeBusy: false,
    channelToRestore: null,
    nextForce: null,
    force: null,
    forceToClear: null,
    settingsToRestore: new Map(),
    cordoned: new Set(),
    notRestored: [],
    usageCounts: [],
    journal: [],
    baselines: new Map(),
    preExistingIssues: null,
    postureBefore: null,
    posture: null,
    toleratedIssues: null,
    idle: [],
    rebooted: [],
    cutSoak: null,
    leaving: null,
    rolledBack: new Set(),
    pendingRollbacks: new Map(),
    blockedPools: [],
    measured: [],
    unfinished: new Set(),
  };
}

/** What a person, or a rule, has begun again has the whole time that the file gives a cluster: who was asked may have come late. */
export function restartDeadline(run: ClusterRun): void {
  run.deadline = run.clock.now() + run.input.timeoutMs;
}

function openActivities({ tuning }: ClusterUpgradeInput) {
  const options = activityOptions(tuning);
  return {
    read: proxyActivities<Activities>(options.read),
    begin: proxyActivities<Activities>(options.begin),
    watch: proxyActivities<Activities>(options.watch),
    probe: proxyActivities<Activities>(options.probe),
    compensate: proxyActivities<Activities>(options.compensate),
  };
}

export function reportOf(run: ClusterRun): ClusterReport {
  return {
    resourceId: run.input.plan.resourceId,
    startedAt: run.startedAt,
    phase: run.phase,
    reason: run.reason,
    steps: stepsAtEnd(run.phase, stepsWhile(run.steps, run)),
    waitingFor: run.waitingFor === null ? [] : [run.waitingFor],
    window: run.window,
    notRestored: run.notRestored,
    ...(run.force === null ? {} : { force: run.force }),
    ...(run.preExistingIssues === null ? {} : { preExistingIssues: run.preExistingIssues }),
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    ...(run.posture === null ? {} : { posture: run.posture }),
  };
}

/** A line for every step of the plan, to be shown. `reached`: by an earlier attempt at the same steps. */
export function openSteps(plan: ClusterPlan, reached: readonly StepReached[] = []): StepState[] {
  return plan.steps.map((step, index) => ({
    name: stepName(step),
    pool: step.pool,
    // A step without work is passed over, not done.
    phase: step.action === 'none' ? 'Skipped' : 'NotStarted',
    ...wayOf(step),
    startedAt: null,
    finishedAt: null,
    detail: step.reason,
    nodes: { done: 0, total: step.nodes ?? 0 },
    blockedBy: null,
    ...handedOn(step, reached[index]),
  }));
}

/** The other pools with a step that is not over. */
export function poolsToCome({ steps }: ClusterRun, asked: string | null): readonly string[] {
  const open = steps.flatMap(({ pool, phase }) => (pool === null || isOver(phase) ? [] : [pool]));
  return [...new Set(open)].filter((pool) => pool !== asked);
}

/** Of a step that is complete, all; but a channel is suspended and restored by each attempt. */
function handedOn({ action }: PlanStep, reached?: StepReached): Partial<StepStatus> {
  if (reached === undefined || action === 'suspend-auto-upgrade' || action === 'resume-auto-upgrade')
    return {};
  if (reached.phase === 'Completed') return reached;
  const { phase: _, startedAt: __, finishedAt: ___, detail: ____, ...rest } = reached;
  return rest;
}

/** Something is sent for a step: one that an earlier attempt completed begins anew. */
export function noteSent({ clock }: ClusterRun, state: StepState): void {
  if (state.phase === 'Completed')
    Object.assign(state, { phase: 'Running', startedAt: clock.iso(), finishedAt: null, detail: null });
  state.sent = true;
}

/** The steps as the last attempt left them. */
export function stepsAsLeft(plan: ClusterPlan, reached: readonly StepReached[]): readonly StepState[] {
  return openSteps(plan).map((step, index) => ({ ...step, ...reached[index] }));
}

function wayOf(step: PlanStep): Pick<StepStatus, 'from' | 'to' | 'version' | 'image' | 'newestImage'> {
  const { action, from, to, image, newestImage } = step;
  if (image === null || !isForImage(step)) return { from, to };
  const newest = newestImage === undefined ? {} : { newestImage };
  if (action === 'none') return { from, to, image: image.from, ...newest };
  return { from: image.from, to: image.to ?? image.from, version: to };
}
