import { describeMaintenance } from '../calendar/describe-window.ts';
import type { Campaign, Stage } from '../campaign/campaign.ts';
import type { Pace } from '../campaign/pace.ts';
import { upgradeTarget } from '../campaign/upgrade-target.ts';
import { uniqueNames } from '../fleet/cluster-names.ts';
import { type Cluster, type Fleet, hasTagNamed, type OfferedMinor } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/ids.ts';
import type { ImageRecord } from '../image/image-record.ts';
import { formatDuration } from '../text/duration.ts';
import { nameFirst } from '../text/name-first.ts';
import { nearestName } from '../text/nearest-name.ts';
import { fileWindowProblems, firstStarts, ownWindowsIn, withOwnWindow } from './cluster-window.ts';
import type { CampaignPlan, StageGate, StagePlan } from './contents/plan.ts';
import { digestPlan } from './contents/plan-digest.ts';
import { earliestFinish, estimateBasis } from './estimate.ts';
import { isChanged, type PlannedCluster, planCluster } from './plan-cluster.ts';
import { planTotals } from './plan-totals.ts';
import { type StageSelection, selectStageClusters } from './selection.ts';
import { promotionInto, stageKey } from './stage-images.ts';
import type { Promotion } from './steps/plan-images.ts';
import { unmatchedTags } from './unmatched-tags.ts';
import { sayOnceOfPools } from './warnings/of-alike-pools.ts';
import { forceWarnings, otherWriterWarnings, unreadWarnings } from './warnings/other-writer-warnings.ts';
import { noRollbackWarnings } from './warnings/rollback-warnings.ts';
import { neverTestedWarnings, untestedImageWarnings } from './warnings/untested-image-warnings.ts';

const mostNamed = 10;

export interface PlanQuestion {
  readonly campaign: Campaign;
  /** Of the file's text (`digestText`). */
  readonly specDigest: string;
  readonly fleet: Fleet;
  /** Milliseconds since the epoch, of the campaign's clock; estimate and openings of windows depend on it, and what has soaked. */
  readonly now: number;
  /** What the fleet's record says of images; absent: no one asked. */
  readonly images?: ImageRecord;
  /** Of the campaign that is to run by it; null or absent: real time. */
  readonly pace?: Pace | null;
}

/** The whole journey of a campaign through a fleet: every step of every cluster, or why there is none. */
export function planCampaign(question: PlanQuestion): CampaignPlan {
  const { campaign, specDigest, fleet, now, images = [], pace = null } = question;
  const selection = withUniqueNames(selectStageClusters(campaign, fleet));
  const notes = selectionNotes(selection);
  const ownOf = ownWindowsIn(campaign, fleet);
  const startBy = firstStarts(campaign, now);
  const plan = (cluster: Cluster, promotion: Promotion | null): PlannedCluster => {
    const note = notes.get(resourceKey(cluster.resourceId)) ?? [];
    const planned = planCluster(cluster, campaign, offersFor(cluster, fleet), note, null, promotion);
    const known = withOtherWriters(withForce(withRollback(planned, campaign), now), fleet);
    const windowed = withOwnWindow(known.plan, campaign, ownOf(cluster), startBy, note);
    return { ...known, plan: windowed, target: windowed.blocked.length > 0 ? null : known.target };
  };
  const planned: (readonly PlannedCluster[])[] = [];
  for (const [index, { clusters }] of selection.entries()) {
    const promotion = promotionInto(campaign, index, { before: planned[index - 1] ?? [], images, now });
    const before = planned[index - 1] ?? [];
    const stage = campaign.stages[index - 1]?.name ?? '';
    planned.push(
      clusters.map((cluster) => {
        const own = withUntestedImages(plan(cluster, promotion), campaign, index);
        return withNeverTested(own, stage, before);
      }),
    );
  }
  const stages = selection.map(({ stage }, index) => planStage(campaign, stage, planned[index] ?? []));
  const all = planned.flat();
  const target = pinnedTarget(campaign, all);
  const agreed = { target, ...(pace === null ? {} : { pace: 'simulator' as const }), stages };
  const isChanging = all.some(({ plan }) => isChanged(plan));
  const missing = missingSubscriptions(fleet);
  const isMissed = missing.length > 0 && all.length === 0;
  const causes = [
    ...missing,
    ...(isMissed ? [] : selectionProblems(selection, fleet)),
    ...stoppedProblems(campaign, all),
    ...(isChanging ? fileWindowProblems(campaign, now) : []),
  ];
  const blocked = causes.length > 0 ? causes : nothingLeft(all);
  return {
    kind: 'CampaignPlan',
    digest: digestPlan(campaign, specDigest, agreed),
    campaign: campaign.name,
    ...agreed,
    totals: planTotals(
      selection.map(({ stage }, index) => ({
        planned: planned[index] ?? [],
        maxConcurrency: stage.maxConcurrency,
      })),
    ),
    estimate: {
      earliestFinish: blocked.length > 0 ? null : earliestFinish(campaign, planned, now, ownOf),
      basis: estimateBasis,
    },
    warnings: [
      ...notUnderstoodWarnings(fleet, all),
      ...(isChanging ? unreadWarnings(fleet.otherWriters?.unread ?? []) : []),
    ],
    rollback: { nodePools: campaign.rollback.nodePools, controlPlanes: 'Never' },
    blocked,
  };
}

/** From here on a cluster has the name by which an operator's target finds it. */
function withUniqueNames(selection: readonly StageSelection[]): readonly StageSelection[] {
  const names = uniqueNames(selection.flatMap(({ clusters }) => clusters));
  return selection.map((stage) => ({
    ...stage,
    clusters: stage.clusters.map((cluster) => ({
      ...cluster,
      name: names.get(resourceKey(cluster.resourceId))!,
    })),
  }));
}

/** Others are worth knowing of only where something is done; warnings are no part of the digest. */
function withOtherWriters(planned: PlannedCluster, { otherWriters }: Fleet): PlannedCluster {
  const { plan, cluster } = planned;
  if (otherWriters === undefined || !isChanged(plan)) return planned;
  const more = otherWriterWarnings(cluster, plan.steps, otherWriters);
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...more] } };
}

function withUntestedImages(planned: PlannedCluster, campaign: Campaign, index: number): PlannedCluster {
  const { plan } = planned;
  const more = untestedImageWarnings(campaign, index, plan);
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...more] } };
}

function withNeverTested(
  planned: PlannedCluster,
  stage: string,
  before: readonly PlannedCluster[],
): PlannedCluster {
  const { plan } = planned;
  const tested = before.flatMap(({ cluster }) => cluster.pools);
  const more = neverTestedWarnings(stage, plan, tested);
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...more] } };
}

function withForce(planned: PlannedCluster, now: number): PlannedCluster {
  const { plan, cluster } = planned;
  if (!isChanged(plan)) return planned;
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...forceWarnings(cluster, now)] } };
}

/** An operator who counts on a rollback, automatic or not, has to know where none is possible. */
function withRollback(planned: PlannedCluster, { rollback, cluster: policy }: Campaign): PlannedCluster {
  if (rollback.nodePools === 'Never') return planned;
  const { plan, cluster } = planned;
  const more = noRollbackWarnings(cluster, plan.steps, policy.onAutoUpgradeConflict === 'Suspend');
  return { ...planned, plan: { ...plan, warnings: [...plan.warnings, ...more] } };
}

function planStage(campaign: Campaign, stage: Stage, planned: readonly PlannedCluster[]): StagePlan {
  const hasGate = stage.approval.required && stage !== campaign.stages.at(-1);
  return {
    name: stage.name,
    ...(campaign.upgrade.type === 'NodeImageOnly' ? { key: stageKey(stage) } : {}),
    clusters: planned.map(({ plan }) => ({
      ...plan,
      warnings: sayOnceOfPools(plan.warnings),
      blocked: sayOnceOfPools(plan.blocked),
    })),
    gates: hasGate ? [toGate(stage)] : [],
    soak: formatDuration(stage.soakMs),
    window: describeMaintenance(campaign.maintenance),
  };
}

function toGate({ name, approval: { approvers, quorum, expiresMs, onExpiry } }: Stage): StageGate {
  return {
    name,
    approvers,
    quorum,
    expires: expiresMs === null ? null : formatDuration(expiresMs),
    onExpiry,
  };
}

/** Said on the cluster itself, in the stage that has it. */
function selectionNotes(selection: readonly StageSelection[]): ReadonlyMap<string, readonly string[]> {
  const notes = new Map<string, readonly string[]>();
  for (const { stage, takenBefore } of selection)
    for (const { cluster, by } of takenBefore) {
      const key = resourceKey(cluster.resourceId);
      const note = `stage ${stage.name} selects it too; it belongs to the first, ${by}`;
      notes.set(key, [...(notes.get(key) ?? []), note]);
    }
  return notes;
}

function selectionProblems(selection: readonly StageSelection[], fleet: Fleet): readonly string[] {
  const problems = selection.flatMap(({ stage, clusters, missing }) => {
    const { min, max } = stage.expect;
    const found = `stage ${stage.name} selects ${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}`;
    return [
      ...missing.map(
        (id) => `stage ${stage.name} names a cluster that Azure does not show: ${id}${nearestId(id, fleet)}`,
      ),
      ...(clusters.length < min
        ? [[`${found}, at least ${min} expected`, ...unmatchedTags(stage, fleet.clusters)].join('; ')]
        : []),
      ...(max !== null && clusters.length > max ? [`${found}, at most ${max} expected`] : []),
    ];
  });
  const isEmpty = selection.every(({ clusters }) => clusters.length === 0);
  return isEmpty && problems.length === 0 ? ['the campaign selects no cluster at all'] : problems;
}

/** By the cluster's name alone, for the rest of an id is long enough to be near any other. */
function nearestId(id: string, { clusters }: Fleet): string {
  const near = nearestName(
    id.split('/').at(-1) ?? '',
    clusters.map(({ name }) => name),
  );
  const meant = clusters.find(({ name }) => name === near);
  return meant === undefined ? '' : `; did you mean ${meant.resourceId}?`;
}

/** A typing mistake, or an identity that may not look there: either way less would be upgraded than was asked for. */
function missingSubscriptions({ missingSubscriptions: missing = [] }: Fleet): readonly string[] {
  if (missing.length === 0) return [];
  const what = missing.length === 1 ? 'a subscription that' : `${missing.length} subscriptions that`;
  return [
    `the campaign names ${what} Azure does not show: ${nameFirst(missing, mostNamed)} (mistyped, or this identity may read nothing there; see az account list)`,
  ];
}

/** A stage may want a cluster whose answer was not understood, and not see it: its tags may be among that. */
function notUnderstoodWarnings({ clusters }: Fleet, planned: readonly PlannedCluster[]): readonly string[] {
  const selected = new Set(planned.map(({ cluster }) => resourceKey(cluster.resourceId)));
  const unclear = clusters.filter(
    ({ resourceId, notUnderstood }) => notUnderstood.length > 0 && !selected.has(resourceKey(resourceId)),
  );
  const names = unclear.map(({ name, notUnderstood: [first] }) => `${name} (${first})`);
  return names.length === 0
    ? []
    : [
        `Azure's answer was not understood for clusters that no stage selects as far as is known: ${nameFirst(names)}`,
      ];
}

/** A cluster that is blocked is left out on purpose, stopped or not. */
function stoppedProblems(
  { cluster: policy }: Campaign,
  planned: readonly PlannedCluster[],
): readonly string[] {
  if (policy.onStopped === 'Skip') return [];
  const stopped = planned
    .filter(({ cluster }) => cluster.powerState === 'Stopped' && !hasTagNamed(cluster.tags, policy.holdTag))
    .map(({ plan }) => plan.name);
  if (stopped.length === 0) return [];
  const names = nameFirst(stopped, mostNamed);
  return [`stopped, and onStopped is Fail: ${names}; start them or exclude them, then plan again`];
}

function nothingLeft(planned: readonly PlannedCluster[]): readonly string[] {
  const blocked = planned.filter(({ plan }) => plan.blocked.length > 0).length;
  if (blocked === 0 || planned.some(({ plan }) => isChanged(plan))) return [];
  return [
    blocked === planned.length
      ? 'nothing can be done: every cluster is blocked'
      : `nothing can be done: ${blocked} of ${planned.length} clusters ${blocked === 1 ? 'is' : 'are'} blocked, and nothing can begin on the others`,
  ];
}

function pinnedTarget(campaign: Campaign, planned: readonly PlannedCluster[]): string {
  const [pinned, ...others] = new Set(planned.map(({ target }) => target).filter((each) => each !== null));
  return pinned !== undefined && others.length === 0 ? pinned : upgradeTarget(campaign.upgrade);
}

function offersFor(cluster: Cluster, fleet: Fleet): readonly OfferedMinor[] {
  return fleet.offers[cluster.location] ?? [];
}
