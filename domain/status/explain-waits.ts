import { nameFirst } from '../text/name-first.ts';
import { joinTexts } from '../text/sentences.ts';
import type { Action, CampaignStatus, ClusterStatus, StageStatus, WaitingFor } from './status.ts';
import { waitOwner } from './wait-owner.ts';

type Seen = Pick<CampaignStatus, 'stages' | 'reason' | 'pause'>;

const mostNamed = 5;

/**
 * Says of each wait with answers why it waits. One failure is one question: where the failure policy pauses the campaign
 * because of clusters that ask, each answer says what it leaves of the pause, and the first question has the pause's answers, too.
 */
export function explainWaits(waits: readonly WaitingFor[], seen: Seen): readonly WaitingFor[] {
  const explained = waits.map((wait) => {
    if (wait.actions === undefined) return wait;
    const because = reasonOf(wait, seen);
    return { ...wait, ...(because === null ? {} : { because }), actions: answersNow(wait, seen.pause) };
  });
  const pause = explained.find(({ pausedBy }) => pausedBy === 'rule');
  const questions = explained.filter(({ kind, actions }) => kind === 'decision' && actions !== undefined);
  if (pause === undefined || questions.length === 0) return explained;
  const stage = seen.stages.find(({ clusters }) => clusters.some(isAsking));
  const failed = stage?.clusters.filter((cluster) => cluster.failed) ?? [];
  return explained.map((wait) => {
    if (wait === pause) return { ...pause, actions: [] };
    if (!questions.includes(wait)) return wait;
    const question = { ...wait, actions: answersInPause(wait, pause, failed) };
    return wait === questions[0] ? withPause(question, pause) : question;
  });
}

/** What an answer begins waits for the end of a pause that blocks it. */
function answersNow({ kind, actions = [] }: WaitingFor, pause: Seen['pause']): readonly Action[] {
  const isBlocked =
    kind === 'gate' ? pause !== undefined : pause?.by === 'operator' && pause.at === 'node-pool';
  if (!isBlocked) return actions;
  return actions.map((action) =>
    action.begins === true ? { ...action, consequence: `${action.consequence}, after a resume` } : action,
  );
}

function answersInPause(
  { name, actions = [] }: WaitingFor,
  pause: WaitingFor,
  failed: readonly ClusterStatus[],
): readonly Action[] {
  const names = failed.map((cluster) => cluster.name);
  const owner = waitOwner(name, names) ?? name;
  const others = failed.filter((cluster) => cluster.name !== owner);
  const { continued = [], calledOff = [] } = pause.endsWith ?? {};
  const isAnythingBlocked = pause.actions?.some(({ verb }) => verb === 'resume') ?? false;
  return actions.map((action) => ({
    ...action,
    consequence: `${action.consequence}; ${isContinued(action) ? onceContinued(action) : onceEnded(action)}`,
  }));

  function onceContinued({ verb }: Action): string {
    // With a pool skipped it counts as failed again, once it has ended.
    if (continued.includes(owner))
      return verb === 'skip' && isAnythingBlocked ? 'the pause ends until then' : 'the pause ends';
    return others.length === 0
      ? 'the campaign stays paused until a resume'
      : `the campaign stays paused because of ${namesOf(others)} until a retry there or a resume`;
  }

  function onceEnded({ leavesFailure }: Action): string {
    const asking = others.filter(isAsking);
    if (!isAnythingBlocked)
      return asking.length === 0 ? 'the campaign then ends' : `${namesOf(asking)} must be answered, too`;
    const isEnd = leavesFailure === undefined && calledOff.includes(owner);
    return isEnd ? 'the pause ends' : 'the campaign stays paused until a resume';
  }
}

/** Only a cluster that continues, or was not changed, is no longer counted as failed. */
function isContinued({ verb, target }: Action): boolean {
  return !['skip', 'abort', 'rollback'].includes(verb) || (verb === 'skip' && target.startsWith('pool/'));
}

function isAsking({ phase }: ClusterStatus): boolean {
  return phase === 'NeedsDecision';
}

function namesOf(clusters: readonly ClusterStatus[]): string {
  return nameFirst(clusters.map(({ name }) => name));
}

function withPause(question: WaitingFor, pause: WaitingFor): WaitingFor {
  const { actions = [], because = '' } = question;
  const why = pause.because === undefined ? '' : `: ${pause.because}`;
  const whose = pause.endsWith === undefined ? '' : ' by the failure policy';
  const paused = `The campaign is paused${whose} since ${pause.since}${why}`;
  return {
    ...question,
    because: joinTexts([because, paused]),
    actions: [...actions, ...(pause.actions ?? [])],
  };
}

function reasonOf({ kind, name }: WaitingFor, { stages, reason }: Seen): string | null {
  if (kind === 'paused') return reason;
  if (kind === 'gate') {
    const stage = stages.find((each) => each.name === name);
    return stage === undefined ? null : describeStage(stage);
  }
  if (kind !== 'decision') return null;
  const clusters = stages.flatMap((stage) => stage.clusters);
  const names = clusters.map((cluster) => cluster.name);
  return clusters.find((cluster) => cluster.name === waitOwner(name, names))?.reason ?? null;
}

/** "stage test: 1 of 2 clusters completed; aks-b Skipped: busy" */
function describeStage({ name, clusters }: StageStatus): string {
  const others = clusters.filter(({ phase }) => phase !== 'Completed');
  const completed = `${clusters.length - others.length} of ${clusters.length} clusters completed`;
  if (others.length === 0) return `stage ${name}: ${completed}`;
  const named = others.map(
    (cluster) => `${cluster.name} ${cluster.phase}${cluster.reason === null ? '' : `: ${cluster.reason}`}`,
  );
  return `stage ${name}: ${completed}; ${nameFirst(named, mostNamed, '; ')}`;
}
