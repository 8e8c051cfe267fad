import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { PauseLevel } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { OperatorRequest, OptionalTargetRequest, PauseRequest } from '#protocol/operator-updates.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/signals.ts';
import { isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isLastStage, placeOfStage } from '../state/campaign-run.ts';
import { pauseWait } from '../state/campaign-status.ts';
import {
  abort,
  abortCluster,
  abortStage,
  describeInProgress,
  pause,
  record,
  resume,
} from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

const levels: Readonly<Record<PauseLevel, string>> = {
  'node-pool': 'what is in flight in Azure is finished',
  cluster: 'clusters that run are finished',
  stage: 'the running stage is finished',
};

export const pauseVerb: VerbRule<PauseRequest> = {
  description: 'Begin nothing more. Input: {at: "node-pool" | "cluster" | "stage", by, reason}',
  refuse: (run, { at = 'node-pool' }) => {
    if (!(at in levels)) return invalid(`One can pause at ${Object.keys(levels).join(', ')}, not at ${at}.`);
    return run.paused?.by === 'operator' && run.paused.at === at
      ? invalid(`The campaign is paused at ${at} already.`)
      : null;
  },
  act: (run, request) => {
    const { at = 'node-pool', by, reason } = request;
    const decision = record(run, 'pause', 'campaign', request, { level: at });
    const underWay = describeInProgress(run.clusters);
    pause(run, 'operator', at, `paused by ${by}: ${reason}`);
    return { decision, text: `Paused: ${levels[at]}. ${underWay}` };
  },
};

export const resumeVerb: VerbRule<OperatorRequest> = {
  description: 'Go on after a pause. Input: {by, reason}',
  refuse: (run) => (run.paused === null ? invalid('The campaign is not paused.') : null),
  act: (run, request) => {
    resume(run);
    return { decision: record(run, 'resume', 'campaign', request), text: tellResumed(run) };
  },
};

/** A failure policy's pause is lifted by nobody who was not told of it. */
function tellResumed(run: CampaignRun): string {
  const { paused, input } = run;
  if (paused === null || pauseWait(run).length === 0) return 'The campaign goes on.';
  return `The person's pause is lifted. Still paused: ${paused.reason}; drydock resume ${input.campaign.name} --reason TEXT accepts that.`;
}

export const abortVerb: VerbRule<OptionalTargetRequest> = {
  description: 'Stop for good; what runs is aborted in Azure too. Input: {target?, by, reason}',
  refuse: (run, { target }) => {
    if (run.aborted !== null) return invalid('The campaign is being aborted already.');
    return target === undefined ? null : refuseAbort(run, target);
  },
  act: (run, request) => {
    const { target = 'campaign', by, reason } = request;
    const decision = record(run, 'abort', target, request);
    return { decision, text: carryOutAbort(run, target, `aborted by ${by}: ${reason}`) };
  },
};

/** The target has been checked by `refuse`. */
function carryOutAbort(run: CampaignRun, target: string, because: string): string {
  const what = parseTarget(target);
  switch (what?.kind) {
    case 'stage': {
      const underWay = describeInProgress(run.clusters.filter((cluster) => cluster.stage === what.stage));
      abortStage(run, what.stage, `stage ${what.stage} was ${because}`);
      const then = isLastStage(run)
        ? 'it is the last, so the campaign then ends'
        : 'the campaign then waits for you';
      return `Aborting stage ${what.stage}; ${then}. ${underWay}`;
    }
    case 'cluster': {
      const cluster = clusterNamed(run, what.cluster)!;
      const underWay = describeInProgress([cluster]);
      abortCluster(run, cluster, because);
      return `Aborting ${what.cluster}. ${underWay}`;
    }
    case 'pool': {
      const leave: PoolOrderSignal = { pool: what.pool, how: 'abort', because };
      clusterNamed(run, what.cluster)!.outbox.push({ signal: clusterSignals.orderPool, args: [leave] });
      return `Aborting what runs on ${what.pool} of ${what.cluster}; the cluster then asks what to do.`;
    }
    case 'campaign':
    case undefined: {
      const underWay = describeInProgress(run.clusters);
      abort(run, because);
      return `Aborting. ${underWay}`;
    }
  }
}

export const promote: VerbRule<OptionalTargetRequest> = {
  description: 'End a soak early. Input: {target?: "stage/NAME" | "cluster/NAME", by, reason}',
  refuse: (run, { target }) => {
    if (target === undefined) return run.waitingFor?.kind === 'soak' ? null : invalid(noSoak);
    const what = parseTarget(target);
    if (what?.kind === 'stage')
      return run.waitingFor?.kind === 'soak' && run.waitingFor.name === what.stage ? null : invalid(noSoak);
    if (what?.kind !== 'cluster') return invalid('A soak is that of stage/NAME or cluster/NAME.');
    const cluster = clusterNamed(run, what.cluster);
    if (cluster !== undefined && isYetToBegin(cluster)) return invalid(`${what.cluster} has not begun.`);
    return refuseTarget(run, target);
  },
  act: (run, request) => {
    const what = request.target === undefined ? null : parseTarget(request.target);
    const decision = record(run, 'promote', request.target ?? `stage/${run.stage ?? ''}`, request);
    if (what?.kind !== 'cluster') {
      run.promoted = true;
      return { decision, text: 'The soak ends now.' };
    }
    clusterNamed(run, what.cluster)!.outbox.push({ signal: clusterSignals.promote, args: [] });
    return { decision, text: `${what.cluster} ends the soak it is in.` };
  },
};

const noSoak = 'The campaign is in no soak; name a cluster: --target cluster/NAME.';

/** What has ended cannot be stopped any more, and of what has not begun nothing runs. */
function refuseAbort(run: CampaignRun, target: string): Refusal | null {
  const what = parseTarget(target);
  if (what?.kind !== 'stage') return refuseTarget(run, target);
  switch (placeOfStage(run, what.stage)) {
    case null:
      return invalid(`There is no stage ${what.stage} in this campaign.`);
    case 'ahead':
      return refuseNotBegun(run, `Stage ${what.stage}`, target);
    case 'over':
      return invalid(`The clusters of stage ${what.stage} are done: there is nothing of it to abort.`);
    case 'open':
      return null;
  }
}

/** A cluster of the campaign, or a pool of it, that runs. */
function refuseTarget(run: CampaignRun, target: string): Refusal | null {
  const what = parseTarget(target);
  if (what === null) return invalid(`${target} is no target: stage/NAME, cluster/NAME or pool/CLUSTER/POOL.`);
  if (what.kind === 'campaign' || what.kind === 'stage') return null;
  const cluster = clusterNamed(run, what.cluster);
  if (cluster === undefined) return invalid(`There is no cluster ${what.cluster} in this campaign.`);
  if (isRunning(cluster)) return null;
  if (!isYetToBegin(cluster)) return invalid(`${what.cluster} is over (${cluster.phase}).`);
  return refuseNotBegun(run, what.cluster, `cluster/${what.cluster}`);
}

/** One rule for stage, cluster and pool: an abort is for what runs. */
function refuseNotBegun(run: CampaignRun, name: string, target: string): Refusal {
  return invalid(
    `${name} has not begun: drydock skip ${run.input.campaign.name} --target ${target} leaves it out.`,
  );
}
