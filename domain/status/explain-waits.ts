import type { Action, CampaignStatus, StageStatus, WaitingFor } from './status.ts';
import { waitOwner } from './wait-owner.ts';

type Seen = Pick<CampaignStatus, 'stages' | 'reason'>;

const mostNamed = 5;

/**
 * Says of each wait with answers why it waits. One failure is one question: where the failure policy pauses the campaign
 * because of a cluster that asks, the first such question has the answers to both and each says what is left to do.
 */
export function explainWaits(waits: readonly WaitingFor[], seen: Seen): readonly WaitingFor[] {
  const explained = waits.map((wait) => {
    const because = wait.actions === undefined ? null : reasonOf(wait, seen);
    return because === null ? wait : { ...wait, because };
  });
  const pause = explained.find(({ pausedBy }) => pausedBy === 'rule');
  const question = explained.find(({ kind, actions }) => kind === 'decision' && actions !== undefined);
  if (pause === undefined || question === undefined) return explained;
  const stage = seen.stages.find(({ clusters }) => clusters.some(({ phase }) => phase === 'NeedsDecision'));
  const hasOtherFailures = (stage?.clusters.filter(({ failed }) => failed).length ?? 0) > 1;
  return explained.map((wait) => {
    if (wait === pause) return { ...pause, actions: [] };
    return wait === question ? withPause(question, pause, hasOtherFailures) : wait;
  });
}

function withPause(question: WaitingFor, pause: WaitingFor, hasOtherFailures: boolean): WaitingFor {
  const { actions = [], because = '' } = question;
  const paused = `The campaign is paused: ${pause.because ?? 'by its failure policy'}`;
  return {
    ...question,
    because: because === '' ? paused : `${because} ${paused}`,
    actions: [
      ...actions.map((action) => ({
        ...action,
        consequence: `${action.consequence}; ${afterwards(action, hasOtherFailures)}`,
      })),
      ...(pause.actions ?? []),
    ],
  };
}

/** Only a cluster that continues is no longer counted as failed. */
function afterwards({ verb, target }: Action, hasOtherFailures: boolean): string {
  const continues = verb === 'retry' || verb === 'force' || verb === 'clean-up';
  if ((verb === 'skip' || verb === 'abort') && target.startsWith('cluster/'))
    return 'the campaign stays paused until a resume, unless nothing of the cluster was changed';
  if (!continues && verb !== 'skip') return 'the campaign stays paused until a resume';
  return hasOtherFailures ? 'the pause ends if the other failures are within the limit' : 'the pause ends';
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
