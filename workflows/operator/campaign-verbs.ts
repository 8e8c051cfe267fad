import { describePause, type PauseLevel, pauseId } from '#domain/campaign/pauses.ts';
import { isRunning } from '#domain/outcome/next-cluster.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import {
  type OptionalTargetRequest,
  type PauseRequest,
  type ResumeRequest,
  refusals,
} from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { isLockedElsewhere, isYetToBegin } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { continuesBesides, isAnythingBlocked, mayBeBlocked } from '../state/campaign-status.ts';
import { describeOperations, pause, record, resume } from './steer-campaign.ts';
import { aimed, invalid, type VerbRule } from './verb-rule.ts';

const finishedFirst: Readonly<Record<PauseLevel, string>> = {
  'node-pool': 'operations in Azure finish first',
  cluster: 'clusters that have begun finish first',
  stage: 'the running stage finishes first',
};

export const pauseVerb: VerbRule<PauseRequest> = {
  description: 'Start nothing more. Input: {at: "node-pool" | "cluster" | "stage", by, reason}',
  refuse: (run, { at = 'node-pool' }) => {
    if (!Object.hasOwn(finishedFirst, at))
      return invalid(`${at} is not a pause level. Expected ${Object.keys(finishedFirst).join(', ')}.`);
    return run.paused?.by === 'operator' && run.paused.at === at
      ? invalid(`The campaign is already paused with --at ${at}.`)
      : null;
  },
  act: (run, request) => {
    const { at = 'node-pool', by, reason } = request;
    const decision = record(run, 'pause', 'campaign', request, { level: at });
    const operations = describeOperations(run.clusters);
    const first = run.clusters.some((each) => mayBeBlocked(each) && !isLockedElsewhere(each))
      ? `; ${finishedFirst[at]}`
      : '';
    pause(run, 'operator', at, `paused by ${by}: ${reason}`);
    return { decision, text: `Paused${first}. ${operations}${describeBeneath(run)}` };
  },
};

export const resumeVerb: VerbRule<ResumeRequest> = {
  description: 'Continue after a pause. Input: {pause?: the id of the pause to end, by, reason}',
  refuse: ({ paused, input }, { pause: seen }) => {
    if (paused === null) return invalid('The campaign is not paused.');
    if (seen === undefined || seen === pauseId(paused)) return null;
    const status = `drydock status ${input.campaign.name}`;
    const text = `It is not the pause that you have seen. In force is ${describePause(paused)}. Read ${status}, then decide.`;
    return { type: refusals.stale, text };
  },
  act: (run, request) => {
    const ended = describePause(run.paused!);
    resume(run);
    const decision = record(run, 'resume', 'campaign', request, { ended });
    return { decision, text: `Ended ${ended}. ${describeResumed(run)}` };
  },
};

function describeBeneath({ ruleBeneath }: CampaignRun): string {
  return ruleBeneath === null
    ? ''
    : ` It was paused already: ${describePause(ruleBeneath)}; each pause takes a resume of its own.`;
}

/** Only an operator who knows of a rule's pause lifts it. */
function describeResumed(run: CampaignRun): string {
  const { paused, input, clusters } = run;
  const { name } = input.campaign;
  if (paused !== null && isAnythingBlocked(run))
    return `Still in force: ${describePause(paused)}. To end that, too: drydock resume ${name} --reason TEXT`;
  const undecided = clusters.filter(({ phase }) => phase === 'NeedsDecision').map(({ plan }) => plan.name);
  if (undecided.length > 0)
    return `${continuesBesides(run) ? 'The campaign continues with its other clusters. ' : ''}Waiting for a decision: ${nameFirst(undecided)}. The choices: drydock status ${name}`;
  return isAnythingBlocked(run) ? 'The campaign continues.' : 'Nothing is left to begin: the campaign ends.';
}

export const promoteVerb: VerbRule<OptionalTargetRequest> = aimed({
  description: 'End a soak early. Input: {target?: "stage/NAME" | "cluster/NAME", by, reason}',
  takes: ['campaign', 'stage', 'cluster'],
  refuse: (run, aim) => {
    if (aim.kind !== 'cluster') {
      const { waitingFor } = run;
      const isNow = waitingFor?.kind === 'soak' && (aim.kind === 'campaign' || waitingFor.name === aim.stage);
      return isNow ? null : invalid('No stage soaks now. Of a cluster: --target cluster/NAME');
    }
    const { cluster } = aim;
    if (cluster.phase === 'NeedsDecision' || isLockedElsewhere(cluster))
      return invalid(`${cluster.plan.name} does not soak now.`);
    if (isRunning(cluster)) return null;
    return invalid(
      `${cluster.plan.name} ${isYetToBegin(cluster) ? 'has not started' : `has ended (${cluster.phase})`}.`,
    );
  },
  act: (run, aim, request) => {
    if (aim.kind !== 'cluster') {
      run.promoted = true;
      const decision = record(run, 'promote', `stage/${run.stage ?? ''}`, request);
      return { decision, text: 'The soak ends now.' };
    }
    aim.cluster.outbox.push({ signal: clusterSignals.promote, args: [] });
    const decision = record(run, 'promote', request.target, request);
    return { decision, text: `${aim.cluster.plan.name} ends its soak now, if it soaks.` };
  },
});
