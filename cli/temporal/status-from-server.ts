import type { WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { type Pace, paceTime } from '#domain/campaign/pace.ts';
import { isOver } from '#domain/status/is-over.ts';
import { notReached } from '#domain/status/stage-phase.ts';
import type { CampaignStatus, Phase, StageStatus } from '#domain/status/status.ts';
import type { NoWork } from './worker-polls.ts';

const phaseOfStatus: Readonly<Record<string, Phase>> = {
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Aborted',
  TERMINATED: 'Aborted',
  TIMED_OUT: 'Failed',
};

/**
 * What Temporal itself knows of a campaign while no worker answers: no stages, no steps, and `incomplete` says so.
 * `noWork`: why the workers of its task queue get no work; null: unknown.
 */
export function statusFromServer(
  name: string,
  described: WorkflowExecutionDescription,
  noWork: NoWork | null,
): CampaignStatus {
  const { startTime, closeTime, memo } = described;
  const attributes = attributesOf(described);
  const nothing = { done: 0, total: 0 };
  const pace = paceOf(described);
  const begun = new Date(paceTime(pace, startTime.getTime())).toISOString();
  const startedAt = textOr(memo?.startedAt, begun);
  const closed = closeTime === undefined ? null : new Date(paceTime(pace, closeTime.getTime())).toISOString();
  const failed = attributes.get('DrydockFailed');
  return {
    kind: 'CampaignStatus',
    name,
    phase: phaseFrom(textOr(attributes.get('DrydockPhase'), null), described) ?? 'Running',
    reason: null,
    planDigest: textOr(memo?.planDigest, ''),
    target: textOr(attributes.get('DrydockTargetVersion'), ''),
    startedAt,
    updatedAt: startedAt,
    finishedAt: textOr(memo?.finishedAt, closed),
    window: null,
    progress: {
      clusters: nothing,
      pools: nothing,
      nodes: nothing,
      failed: typeof failed === 'number' ? failed : 0,
    },
    waitingFor: [],
    stages: [],
    decisions: [],
    notRestored: [],
    incomplete: incompleteText(described, attributes.get('DrydockWaitingFor'), noWork),
    pace,
    links: { ui: null },
  };
}

/**
 * The phase a campaign published last, unless Temporal ended it before the campaign did. null: it published none and
 * Temporal has no end of it.
 */
export function phaseFrom(
  published: string | null,
  { status, closeTime }: Pick<WorkflowExecutionInfo, 'status' | 'closeTime'>,
): Phase | null {
  const phase = published as Phase | null;
  const isEndMissing = closeTime !== undefined && (phase === null || !isOver(phase));
  return isEndMissing ? (phaseOfStatus[status.name] ?? 'Failed') : phase;
}

/**
 * A workflow that was terminated in Temporal still answers queries as if it ran. Its end is what the
 * server says, in campaign time.
 */
export function closedByServer(
  status: CampaignStatus,
  described: Pick<WorkflowExecutionDescription, 'status' | 'closeTime' | 'memo'>,
): CampaignStatus {
  const { closeTime } = described;
  // A workflow that ended normally reports its own end: it was queried after it was described.
  if (closeTime === undefined || status.finishedAt !== null) return status;
  const how = described.status.name;
  return {
    ...status,
    phase: phaseOfStatus[how] ?? 'Failed',
    reason: `its workflow was ended in Temporal (${how.toLowerCase()}): check which operations still run in Azure`,
    finishedAt: new Date(paceTime(paceOf(described), closeTime.getTime())).toISOString(),
    waitingFor: [],
    window: null,
    stages: status.stages.map(withoutUnreached),
  };
}

function withoutUnreached(stage: StageStatus): StageStatus {
  const clusters = stage.clusters.map((each) =>
    each.phase === 'NotStarted' ? { ...each, phase: 'Skipped' as const, reason: notReached } : each,
  );
  return { ...stage, phase: stage.phase === 'NotStarted' ? 'Skipped' : stage.phase, clusters };
}

/** The clock a campaign was started with, from its memo; null: real time. */
export function paceOf({
  memo,
}: {
  readonly memo?: Readonly<Record<string, unknown>> | undefined;
}): Pace | null {
  const pace = memo?.pace;
  return isPace(pace) ? pace : null;
}

function isPace(value: unknown): value is Pace {
  if (typeof value !== 'object' || value === null) return false;
  return ['speed', 'virtualEpoch', 'realEpoch'].every((name) => Number.isFinite(Reflect.get(value, name)));
}

function incompleteText(
  described: WorkflowExecutionDescription,
  waitingFor: unknown,
  noWork: NoWork | null,
): string {
  const hasEnded = described.closeTime !== undefined;
  const waits =
    !hasEnded && typeof waitingFor === 'string' && waitingFor !== ''
      ? ` Its last known wait: ${waitingFor}.`
      : '';
  const what = hasEnded ? 'The campaign has ended; its details are shown' : 'The campaign continues';
  const goesOn =
    noWork === null
      ? `${what} when a worker runs: drydock worker.`
      : `Temporal reports: ${noWork.message}. ${what} after: ${noWork.next}.`;
  return (
    `No worker answers on task queue ${described.taskQueue}, so only what the Temporal server knows is shown ` +
    `(${described.historyLength} events of history). ${goesOn}${waits}`
  );
}

function attributesOf(described: WorkflowExecutionDescription): ReadonlyMap<string, unknown> {
  return new Map(described.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}

export function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}
