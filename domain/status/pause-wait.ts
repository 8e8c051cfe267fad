import { answersToPause } from './actions.ts';
import type { PauseEnds, WaitingFor } from './status.ts';

export interface BlockedCampaign {
  readonly campaign: string;
  /** "rule": the stage's failure policy, an expired approval, an aborted stage. */
  readonly pausedBy: 'operator' | 'rule';
  readonly since: string;
  /** Why a rule holds it as well, beneath a person's pause; null: none does. */
  readonly beneath: string | null;
  /** Whether a person is asked about one of its clusters. */
  readonly isUndecided: boolean;
  /** Whether the pause blocks anything: a cluster that is yet to begin or on its way, a stage's gate. */
  readonly holdsBack: boolean;
  /** Whether clusters of the stage that ask nothing continue after a resume. */
  readonly continuesBesides: boolean;
  /** Of the failure policy's pause. */
  readonly endsWith?: PauseEnds;
}

/**
 * What is said of a pause: the one act that helps; where what failed is to be decided first, that is no resume. null: nothing is
 * blocked and no cluster asks. A person's own pause holds the end of the campaign too.
 */
export function waitOfPause(held: BlockedCampaign): WaitingFor | null {
  const { campaign, pausedBy, since, isUndecided, endsWith } = held;
  const resumed = consequenceOf(held);
  if (resumed === null && !isUndecided) return null;
  const act =
    resumed === null
      ? 'answer what failed first; nothing else is left to begin'
      : `drydock resume ${campaign} --reason TEXT${resumed === continues ? '' : ` (${resumed})`}`;
  const actions = answersToPause(campaign, resumed);
  const ends = endsWith === undefined ? {} : { endsWith };
  return { kind: 'paused', name: campaign, since, until: null, act, pausedBy, ...ends, actions };
}

const continues = 'continues the campaign';

/** What a resume does; null: nothing. */
function consequenceOf({
  pausedBy,
  beneath,
  isUndecided,
  holdsBack,
  continuesBesides,
}: BlockedCampaign): string | null {
  const isPersons = pausedBy === 'operator';
  if (isPersons && beneath !== null && holdsBack) return 'it is then still paused for the second reason';
  if (!isPersons && !holdsBack) return null;
  if (isUndecided) {
    const besides = continuesBesides ? 'continues with the other clusters' : null;
    const done = [isPersons ? null : 'accepts the failures', besides].filter((each) => each !== null);
    return [
      ...(done.length === 0 ? [] : [done.join(' and ')]),
      'what failed still waits for its answer',
    ].join('; ');
  }
  return holdsBack ? continues : 'nothing is left to begin: the campaign then ends';
}
