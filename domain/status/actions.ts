import { type ApprovalsSoFar, missingApprovals } from '../gate/approval.ts';
import type { Deciders } from '../gate/decider.ts';
import { nameFirst } from '../text/name-first.ts';
import { operatorCommand } from '../text/operator-command.ts';
import type { Action } from './status.ts';

export interface Undecided {
  readonly campaign: string;
  readonly cluster: string;
  /** null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** What a retry or a force sends again; absent: no step of the list. */
  readonly step?: string;
  readonly mayRollBack?: boolean;
  /** Who may force it; null: the file lets no one. */
  readonly mayForce?: Deciders | null;
  readonly mayCleanUp?: boolean;
  /** Of a blocked drain, whose operation still runs in Azure: how long a retry waits. */
  readonly retryWaits?: string;
  /** Nothing was sent to Azure: it does not count as failed once it is skipped or aborted. */
  readonly untouched?: boolean;
  /** The blocked drain is a rollback's: nothing but its skip aborts it. */
  readonly isRollback?: boolean;
  /** The other node pools that are still to be upgraded; empty: the cluster ends without this one. */
  readonly nextPools?: readonly string[];
  /** The node pools whose settings the campaign has changed for the upgrade. */
  readonly settingsOf?: readonly string[];
}

/** Every answer to a cluster's question. */
export function answersToDecision(asked: Undecided): readonly Action[] {
  const { campaign, cluster, pool, step, retryWaits, isRollback = false, untouched = false } = asked;
  const { settingsOf = [], nextPools = [] } = asked;
  const [whole, part] = [`cluster/${cluster}`, `pool/${cluster}/${pool ?? ''}`];
  const first = retryWaits === undefined ? '' : 'aborts the operation in Azure, then ';
  const act = (verb: Action['verb'], target: string, consequence: string): Action => ({
    verb,
    target,
    command: operatorCommand(verb, campaign, target),
    consequence,
  });
  const end = (action: Action, isFailure: boolean): Action =>
    isFailure ? { ...action, leavesFailure: true } : action;
  const { mayForce = null } = asked;
  const onlyIf = (isOffered: boolean, action: Action) => (isOffered ? [action] : []);
  const retry =
    retryWaits === undefined
      ? `tries ${step ?? 'it'} again by the same plan`
      : `waits another ${retryWaits} for the drain`;
  const left = isRollback ? `, which leaves ${pool ?? cluster} between two versions` : '';
  const restored =
    settingsOf.length === 0
      ? ''
      : `; the temporary settings of ${settingsOf.join(', ')} are restored, or listed as not restored`;
  const andThen = nextPools.length === 0 ? 'ends' : `continues with ${nameFirst(nextPools)}, then ends`;
  const begin = (action: Action): Action => ({ ...action, begins: true });
  const again = act('retry', whole, retry);
  return [
    step === undefined || retryWaits !== undefined ? again : begin(again),
    ...onlyIf(
      pool !== null && !isRollback,
      begin(act('skip', part, `${first}skips ${pool}; the cluster ${andThen} and counts as failed`)),
    ),
    end(act('skip', whole, `${first}skips the rest of the cluster${left}${restored}`), !untouched),
    ...onlyIf(
      asked.mayRollBack === true && !isRollback,
      end(
        act(
          'rollback',
          pool === null ? whole : part,
          `${first}rolls ${pool ?? 'its node pools'} back, where AKS still allows it; the cluster then ends as RolledBack${pool === null ? '' : ', its later node pools untouched'}`,
        ),
        true,
      ),
    ),
    ...onlyIf(
      asked.mayCleanUp === true,
      begin(
        act('clean-up', part, 'drains quarantined nodes, deletes their machines and tries the step again'),
      ),
    ),
    ...(mayForce === null || isRollback
      ? []
      : [
          {
            ...act(
              'force',
              whole,
              `${first}tries ${step ?? 'it'} again without checks of deprecated APIs and disruption budgets`,
            ),
            begins: true as const,
            who: mayForce,
          },
        ]),
    end(
      act('abort', whole, `ends the cluster as Aborted; what runs in Azure is aborted${restored}`),
      !untouched,
    ),
  ];
}

/** `rejecters`: one who has approved may still reject. */
export function answersToGate(
  campaign: string,
  gate: string,
  { approvals, rejecters }: { readonly approvals: ApprovalsSoFar; readonly rejecters: Deciders },
): readonly Action[] {
  const target = `gate/${gate}`;
  const command = (verb: string) => `drydock ${verb} ${campaign} --gate ${gate} --reason TEXT`;
  const { quorum, approvedBy, from, except } = approvals;
  const missing = missingApprovals(quorum, approvedBy);
  const approved =
    missing < 2 ? 'starts the next stage' : `counts as 1 of ${missing} approvals that are missing`;
  return [
    {
      verb: 'approve',
      target,
      command: command('approve'),
      consequence: approved,
      ...(missing < 2 ? { begins: true } : {}),
      who: { from, except },
    },
    {
      verb: 'reject',
      target,
      command: command('reject'),
      consequence: 'ends the campaign for good; one rejection is enough',
      who: rejecters,
    },
  ];
}

/** `resumed`: what a resume does; null: nothing, it is not offered. */
export function answersToPause(campaign: string, resumed: string | null): readonly Action[] {
  const answer = (verb: 'resume' | 'abort', consequence: string): Action => ({
    verb,
    target: 'campaign',
    command: `drydock ${verb} ${campaign} --reason TEXT`,
    consequence,
  });
  const abort = answer('abort', 'ends the campaign; what runs in Azure is aborted');
  return resumed === null ? [abort] : [answer('resume', resumed), abort];
}

/** `target`: "stage/NAME" or "cluster/NAME". */
export function answersToSoak(campaign: string, target: string): readonly Action[] {
  const command = operatorCommand('promote', campaign, target);
  return [{ verb: 'promote', target, command, consequence: 'ends the soak now' }];
}

/** `actions`: the answers to a soak. */
export function actOfSoak(actions: readonly Action[]): string {
  return ['continues automatically', ...actions.map(({ command }) => `${command} ends it`)].join('; ');
}
