import type { CampaignStatus, StageStatus, WaitingFor } from './status.ts';
import { waitOwner } from './wait-owner.ts';

type Seen = Pick<CampaignStatus, 'stages' | 'reason'>;

const mostNamed = 5;

/**
 * Says of each wait with answers why it waits. One failure is one question: where the failure policy pauses the campaign
 * because of clusters that ask, each answer says what it leaves of the pause, and the first question has the pause's answers, too.
 */
export function explainWaits(waits: readonly WaitingFor[], seen: Seen): readonly WaitingFor[] {
  const explained = waits.map((wait) => {
    const because = wait.actions === undefined ? null : reasonOf(wait, seen);
    return because === null ? wait : { ...wait, because };
  });
  const pause = explained.find(({ pausedBy }) => pausedBy === 'rule');
  const questions = explained.filter(({ kind, actions }) => kind === 'decision' && actions !== undefined);
  if (pause === undefined || questions.length === 0) return explained;
  const stage = seen.stages.find(({ clusters }) => clusters.some(({ phase }) => phase === 'NeedsDecision'));
  const failed = stage?.clusters.filter((cluster) => cluster.failed).map(({ name }) => name) ?? [];
  return explained.map((wait) => {
    if (wait === pause) return { ...pause, actions: [] };
    if (!questions.includes(wait)) return wait;
    const owner = waitOwner(wait.name, failed);
    const question = withConsequences(
      wait,
      failed.filter((name) => name !== owner),
    );
    return wait === questions[0] ? withPause(question, pause) : question;
  });
}

/** `others`: the other clusters of the stage that count as failed. */
function withConsequences(question: WaitingFor, others: readonly string[]): WaitingFor {
  const afterwards =
    others.length === 0
      ? 'the pause ends'
      : `the pause ends if the other failures (${nameSome(others)}) are within the limit, else they need an answer, too`;
  const actions = (question.actions ?? []).map((action) => ({
    ...action,
    consequence: `${action.consequence}; ${action.leavesFailure ? 'the campaign stays paused until a resume' : afterwards}`,
  }));
  return { ...question, actions };
}

function withPause(question: WaitingFor, pause: WaitingFor): WaitingFor {
  const { actions = [], because = '' } = question;
  const why = pause.because === undefined ? '' : `: ${pause.because}`;
  const paused = `The campaign is paused by a rule of the file since ${pause.since}${why}`;
  return {
    ...question,
    because: because === '' ? paused : `${because} ${paused}`,
    actions: [...actions, ...(pause.actions ?? [])],
  };
}

function nameSome(names: readonly string[]): string {
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : [];
  return [...names.slice(0, mostNamed), ...more].join(', ');
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
  const named = others
    .slice(0, mostNamed)
    .map(
      (cluster) => `${cluster.name} ${cluster.phase}${cluster.reason === null ? '' : `: ${cluster.reason}`}`,
    );
  const more = others.length > mostNamed ? [`and ${others.length - mostNamed} more`] : [];
  return [`stage ${name}: ${completed}`, ...named, ...more].join('; ');
}
