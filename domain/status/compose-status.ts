import { resourceKey } from '../fleet/ids.ts';
import type { CampaignOutline, ClusterOutline } from '../plan/outline-plan.ts';
import type { ClusterReport } from './cluster-report.ts';
import { explainWaits } from './explain-waits.ts';
import { isOver } from './is-over.ts';
import type { JournalEntry } from './journal.ts';
import { runningOrWaiting } from './running-or-waiting.ts';
import type {
  CampaignStatus,
  ClusterStatus,
  NotRestored,
  Progress,
  StepStatus,
  WaitingFor,
} from './status.ts';
import { isIdle, isUnderWay, type StepProgress, type StepSeen, stepsAtEnd, stepsNow } from './step-status.ts';

export interface StatusParts {
  /** The campaign's own words: clusters without steps, counts of clusters only. */
  readonly campaign: CampaignStatus;
  readonly outline: CampaignOutline;
  /** What the clusters say of themselves, by `resourceKey`; a cluster that was not asked is not here. */
  readonly reports: ReadonlyMap<string, ClusterReport>;
  /** What is seen of the operation a cluster watches, by `resourceKey`. */
  readonly progress: ReadonlyMap<string, StepProgress>;
  /** Why a cluster's step is tried again, by `resourceKey`. */
  readonly troubles: ReadonlyMap<string, string>;
}

/**
 * One status out of what the campaign, its clusters and their operations say. Steps are the cluster's own report
 * (none before it has begun: the plan has them); once the campaign counts a cluster as ended, its word on phase
 * and reason holds.
 */
export function composeStatus({ campaign, outline, ...parts }: StatusParts): CampaignStatus {
  const { reports, progress, troubles } = parts;
  const stages = campaign.stages.map((stage) => ({
    ...stage,
    clusters: stage.clusters.map((cluster) => {
      const key = resourceKey(cluster.resourceId);
      return composeCluster(cluster, reports.get(key), {
        progress: progress.get(key) ?? null,
        trouble: troubles.get(key) ?? null,
      });
    }),
  }));
  const clusters = stages.flatMap((stage) => stage.clusters);
  // In the order of the plan: reports come in as their clusters answer.
  const keys = new Set([
    ...clusters.map(({ resourceId }) => resourceKey(resourceId)),
    ...[...reports.keys()].toSorted(),
  ]);
  const said = [...keys].flatMap((key) => reports.get(key) ?? []);
  const atWork = clusters
    .filter(({ startedAt, finishedAt }) => startedAt !== null && finishedAt === null)
    .map(({ phase, resourceId }) => ({
      phase,
      waitingFor: reports.get(resourceKey(resourceId))?.waitingFor[0]?.kind ?? null,
    }));
  return {
    ...campaign,
    phase: runningOrWaiting(campaign.phase, atWork),
    stages: stages.map((stage) => ({ ...stage, phase: runningOrWaiting(stage.phase, atWork) })),
    window: campaign.finishedAt === null ? windowNow(said) : null,
    // Of one that is over nothing can be asked: a cluster whose campaign was terminated may still say what it waited for.
    waitingFor:
      campaign.finishedAt === null
        ? explainWaits(allWaits(campaign.waitingFor, said), { ...campaign, stages })
        : [],
    notRestored: allNotRestored(campaign.notRestored, said),
    ...wholeJournal(campaign.journal ?? [], said),
    progress: countProgress(campaign.progress, clusters, outline),
  };
}

/** Of the clusters that are at work, the one that closes last: that of a cluster that has ended is the past. */
function windowNow(reports: readonly ClusterReport[]): CampaignStatus['window'] {
  const windows = reports.flatMap(({ phase, window }) => (window === null || isOver(phase) ? [] : [window]));
  return windows.toSorted((a, b) => Date.parse(b.closesAt) - Date.parse(a.closesAt))[0] ?? null;
}

function composeCluster(
  cluster: ClusterStatus,
  report: ClusterReport | undefined,
  seen: StepSeen,
): ClusterStatus {
  if (report === undefined) return cluster;
  const steps = report.steps.length === 0 ? cluster.steps : stepsNow(report.steps, seen);
  const { preExistingIssues } = report;
  const before = preExistingIssues === undefined ? {} : { preExistingIssues };
  const posture = report.posture === undefined ? {} : { posture: report.posture };
  if (isOver(cluster.phase))
    return { ...cluster, steps: stepsAtEnd(cluster.phase, steps), ...before, ...posture };
  const unacknowledged = steps.some(({ phase }) => isUnderWay(phase)) ? null : seen.trouble;
  const force = report.force === undefined ? {} : { force: report.force };
  return {
    ...cluster,
    phase: report.phase,
    reason: report.reason ?? cluster.reason ?? unacknowledged,
    steps,
    ...force,
    ...posture,
  };
}

/** A cluster's entries become the campaign's own once it has ended. */
function wholeJournal(
  own: readonly JournalEntry[],
  reports: readonly ClusterReport[],
): Pick<CampaignStatus, 'journal'> {
  const entries = [...own, ...reports.flatMap(({ journal = [] }) => journal)];
  if (entries.length === 0) return {};
  const each = distinct(entries, ({ at, what, target, text }) => [at, what, target, text].join(' '));
  return { journal: each.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)) };
}

/** While the campaign is paused, that its clusters are too is no news. */
function allWaits(own: readonly WaitingFor[], reports: readonly ClusterReport[]): readonly WaitingFor[] {
  const isPaused = own.some(({ kind }) => kind === 'paused');
  const theirs = reports
    .filter(({ phase }) => !isOver(phase))
    .flatMap(({ waitingFor }) => waitingFor)
    .filter(({ kind }) => !(isPaused && kind === 'paused'));
  return distinct([...own, ...theirs], ({ kind, name }) => `${kind} ${name}`);
}

function allNotRestored(
  own: readonly NotRestored[],
  reports: readonly ClusterReport[],
): readonly NotRestored[] {
  return distinct([...own, ...reports.flatMap(({ notRestored }) => notRestored)], ({ command }) => command);
}

/** Pools and nodes that the plan upgrades, each once however many hops; done with the pool's last hop. */
function countProgress(
  own: Progress,
  clusters: readonly ClusterStatus[],
  outline: CampaignOutline,
): Progress {
  const seen = new Map(clusters.map((cluster) => [resourceKey(cluster.resourceId), cluster] as const));
  const counts = outline.stages
    .flatMap((stage) => stage.clusters)
    .map((planned) => countCluster(planned, seen.get(resourceKey(planned.resourceId))));
  return {
    ...own,
    pools: { done: sum(counts.map((each) => each.pools)), total: sum(outlined(outline, 'pools')) },
    nodes: { done: sum(counts.map((each) => each.nodes)), total: sum(outlined(outline, 'nodes')) },
  };
}

function outlined(outline: CampaignOutline, what: 'pools' | 'nodes'): readonly number[] {
  return outline.stages.flatMap((stage) => stage.clusters.map((cluster) => cluster[what]));
}

/** What is done of one cluster; all of it, where it completed and its report is no longer to be had. */
function countCluster(
  planned: ClusterOutline,
  cluster: ClusterStatus | undefined,
): { readonly pools: number; readonly nodes: number } {
  if (cluster === undefined) return { pools: 0, nodes: 0 };
  if (cluster.phase === 'Completed' && !cluster.steps.some(wasHeld)) return planned;
  if (cluster.steps.length === 0) return { pools: 0, nodes: 0 };
  const lastHops = new Map(
    cluster.steps.filter((step) => step.pool !== null).map((step) => [step.pool, step] as const),
  );
  const last = [...lastHops.values()];
  const nodes = sum(last.map(({ phase, nodes: { done, total } }) => (phase === 'Completed' ? total : done)));
  const pools = last.filter(isUpgraded).length;
  return { pools, nodes: Math.min(planned.nodes, nodes) };
}

/** One that is being rolled back did end as it should, and is upgraded no more. */
function isUpgraded({ phase, end }: StepStatus): boolean {
  return phase === 'Completed' || (phase !== 'RollingBack' && end === 'Succeeded');
}

/** It was to move, and was not begun after all. Of nodes that wait for no reboot, all that was to be done is done. */
function wasHeld(step: StepStatus): boolean {
  return step.phase === 'Skipped' && !isIdle(step);
}

function distinct<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  const firsts = new Map<string, T>();
  for (const value of values) if (!firsts.has(keyOf(value))) firsts.set(keyOf(value), value);
  return [...firsts.values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
