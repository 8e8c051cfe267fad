import type { Pause } from '#domain/campaign/pauses.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { Decision, NotRestored, PauseEnds, Phase, WaitingFor } from '#domain/status/status.ts';
import type { CampaignInput, StageSoakRecord } from '#protocol/campaign.ts';
import { type Clock, openClock } from '../pace.ts';
import { type CampaignCluster, isYetToBegin, type Order } from './campaign-cluster.ts';

/** One campaign while it runs. */
export interface CampaignRun {
  readonly input: CampaignInput;
  readonly clock: Clock;
  readonly startedAt: string;
  /** The input's, until its proof is verified. */
  startedBy: string;
  /** Campaign time (ms). */
  readonly deadline: number;
  plan: CampaignOutline | null;
  clusters: readonly CampaignCluster[];
  stage: string | null;
  /** Its clusters run: failed ones can be retried, those that have not begun can be skipped. */
  stageIsOpen: boolean;
  /** What the campaign itself waits for: a stage's soak or gate. */
  waitingFor: WaitingFor | null;
  paused: Pause | null;
  /** A rule's pause beneath an operator's: it stays when the operator's is lifted. */
  ruleBeneath: Pause | null;
  /** Resource ids of the running stage's failed clusters, and of those that an operator accepted by `resume`. */
  failures: ReadonlySet<string>;
  acceptedFailures: ReadonlySet<string>;
  pauseEndsWith: PauseEnds;
  aborted: string | null;
  timedOut: boolean;
  /** Of a scheduled run: why the rest is deferred to the next one; null: it is not. */
  deferredToNextRun: string | null;
  /** An operator ended the soak of the stage. */
  promoted: boolean;
  /** The images that the stage before has run; undefined: the campaign does not upgrade images. */
  tested: TestedImages | null | undefined;
  /** The soaks so far, in order of their stages. */
  soaks: readonly StageSoakRecord[];
  /** The images that the stage before has soaked. */
  soakedImages: readonly string[];
  /** The gate at which the campaign stands, who approved so far, and what was decided. */
  gate: { readonly name: string; readonly approvedBy: string[] } | null;
  gateDecision: Decision | null;
  readonly decisions: Decision[];
  /** What the campaign asked, and did without an operator. */
  journal: readonly JournalEntry[];
  notRestored: readonly NotRestored[];
  result: { readonly phase: Phase; readonly reason: string | null; readonly at: string } | null;
}

/** `clusters`: those of the run before; empty in the first. */
export function openCampaignRun(input: CampaignInput, clusters: readonly CampaignCluster[]): CampaignRun {
  const clock = openClock(input.pace);
  const { carried } = input;
  return {
    input,
    clock,
    startedAt: carried?.startedAt ?? clock.iso(),
    startedBy: input.startedBy,
    deadline: carried?.deadline ?? clock.now() + input.campaign.timeouts.campaignMs,
    plan: carried?.outline ?? null,
    clusters,
    stage: null,
    stageIsOpen: false,
    waitingFor: null,
    paused: null,
    ruleBeneath: null,
    failures: new Set(),
    acceptedFailures: new Set(),
    pauseEndsWith: { continued: [], calledOff: [] },
    aborted: null,
    timedOut: false,
    deferredToNextRun: null,
    promoted: false,
    tested: undefined,
    soaks: carried?.soaks ?? [],
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
  return whyStopped(run) !== null;
}

/** Why no further cluster is begun; null: they are. What runs then, or waits for a decision, is still seen through unless it is aborted. */
export function whyStopped({ aborted, timedOut, deferredToNextRun }: CampaignRun): string | null {
  if (aborted !== null) return 'The campaign is being aborted';
  if (timedOut) return 'The campaign has exceeded timeouts.campaign';
  return deferredToNextRun === null ? null : 'The rest is deferred to the next run';
}

/** ahead: its clusters have not begun. over: all have ended. null: there is no such stage. */
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

export function isLastStage({ input, stage }: CampaignRun): boolean {
  return stage !== null && stage === input.campaign.stages.at(-1)?.name;
}

/** Whether any cluster of a later stage will begin: otherwise there is nothing to approve. */
export function isAnythingToFollow({ input, clusters }: CampaignRun, stage: string): boolean {
  const names = input.campaign.stages.map(({ name }) => name);
  const later = names.slice(names.indexOf(stage) + 1);
  return clusters.some((cluster) => later.includes(cluster.stage) && isYetToBegin(cluster));
}

/** Sends an order to every cluster that runs. */
export function orderAll(run: CampaignRun, order: Order): void {
  for (const cluster of run.clusters) if (isRunning(cluster)) cluster.outbox.push(order);
}
