import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { PauseLevel } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/status/next-cluster.ts';
import type { OperatorRequest, OptionalTargetRequest, PauseRequest } from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { isYetToBegin } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed } from '../state/campaign-run.ts';
import { pauseWait } from '../state/campaign-status.ts';
import { describeInProgress, pause, record, resume } from './steer-campaign.ts';
import { invalid, unknownCluster, type VerbRule } from './verb-rule.ts';

const finishedFirst: Readonly<Record<PauseLevel, string>> = {
  'node-pool': 'operations in Azure finish first',
  cluster: 'running clusters finish first',
  stage: 'the running stage finishes first',
};

export const pauseVerb: VerbRule<PauseRequest> = {
  description: 'Start nothing more. Input: {at: "node-pool" | "cluster" | "stage", by, reason}',
  refuse: (run, { at = 'node-pool' }) => {
    if (!Object.hasOwn(finishedFirst, at))
      return invalid(`${at} is not a pause level. Expected ${Object.keys(finishedFirst).join(', ')}.`);
    return run.paused?.by === 'operator' && run.paused.at === at
      ? invalid(`The campaign is already paused at ${at}.`)
      : null;
  },
  act: (run, request) => {
    const { at = 'node-pool', by, reason } = request;
    const decision = record(run, 'pause', 'campaign', request, { level: at });
    const inProgress = describeInProgress(run.clusters);
    pause(run, 'operator', at, `paused by ${by}: ${reason}`);
    return { decision, text: `Paused; ${finishedFirst[at]}. ${inProgress}` };
  },
};

export const resumeVerb: VerbRule<OperatorRequest> = {
  description: 'Continue after a pause. Input: {by, reason}',
  refuse: (run) => (run.paused === null ? invalid('The campaign is not paused.') : null),
  act: (run, request) => {
    resume(run);
    return { decision: record(run, 'resume', 'campaign', request), text: describeResumed(run) };
  },
};

/** Only an operator who knows of a rule's pause lifts it. */
function describeResumed(run: CampaignRun): string {
  const { paused, input } = run;
  if (paused === null || pauseWait(run).length === 0) return 'The campaign continues.';
  return `The operator's pause is lifted. Still paused: ${paused.reason}. To accept that: drydock resume ${input.campaign.name} --reason TEXT`;
}

export const promoteVerb: VerbRule<OptionalTargetRequest> = {
  description: 'End a soak early. Input: {target?: "stage/NAME" | "cluster/NAME", by, reason}',
  refuse: (run, { target }) => {
    const { waitingFor } = run;
    const what = target === undefined ? null : parseTarget(target);
    if (target === undefined || what?.kind === 'stage') {
      const isNow = waitingFor?.kind === 'soak' && (what?.kind !== 'stage' || waitingFor.name === what.stage);
      return isNow ? null : invalid('No stage soaks now. Of a cluster: --target cluster/NAME');
    }
    if (what?.kind !== 'cluster') return invalid('Name a target: stage/NAME or cluster/NAME.');
    const cluster = clusterNamed(run, what.cluster);
    if (cluster === undefined) return unknownCluster(what.cluster);
    if (isRunning(cluster)) return null;
    return invalid(
      `${what.cluster} ${isYetToBegin(cluster) ? 'has not started' : `has ended (${cluster.phase})`}.`,
    );
  },
  act: (run, request) => {
    const what = request.target === undefined ? null : parseTarget(request.target);
    const decision = record(run, 'promote', request.target ?? `stage/${run.stage ?? ''}`, request);
    if (what?.kind !== 'cluster') {
      run.promoted = true;
      return { decision, text: 'The soak ends now.' };
    }
    clusterNamed(run, what.cluster)!.outbox.push({ signal: clusterSignals.promote, args: [] });
    return { decision, text: `The soak of ${what.cluster} ends now.` };
  },
};
