import { formatDuration } from '../text/duration.ts';
import { forceChoice, operatorCommand } from '../text/operator-command.ts';
import type { StalledDrainPolicy } from './stalled-drain.ts';

/** A node pool whose drain is blocked while its operation runs. */
export interface StalledPool {
  readonly campaign: string;
  readonly cluster: string;
  readonly pool: string;
  /** null: what blocks it could not be observed. */
  readonly blockedBy: string | null;
  readonly policy: StalledDrainPolicy;
  /** The operation rolls the pool back: it is never aborted but by the answer "skip". */
  readonly isRollback: boolean;
  readonly mayForce: boolean;
  readonly mayRollBack: boolean;
}

const afterwards: Readonly<Record<StalledDrainPolicy['afterwards'], string>> = {
  Wait: 'AKS keeps trying until its drain timeout',
  Ask: 'AKS keeps trying, then an operator is asked',
  Abort: 'AKS keeps trying, then the operation is aborted in Azure',
};

/** What is shown before the policy's time is over: what happens next, what blocks, and what an operator can do. */
export function describeStalledDrain(stalled: StalledPool): string {
  const { campaign, cluster, pool, policy } = stalled;
  const commands = verbsOf(stalled).map((verb) => operatorCommand(verb, campaign, `pool/${cluster}/${pool}`));
  return `${afterwards[policy.afterwards]}; blocked by ${blockerOf(stalled)}: ${['fix it', ...commands].join(', or ')}`;
}

/** What an operator is asked once it is: `reason` states it, `act` lists the answers, each with what it does. */
export function askAboutStalledDrain(stalled: StalledPool): {
  readonly reason: string;
  readonly act: string;
  /** How long "retry" waits. */
  readonly retryWaits: string;
} {
  const { campaign, cluster, pool, policy, isRollback, mayForce } = stalled;
  const drain = isRollback ? `${pool}, which is being rolled back,` : pool;
  const retryWaits = formatDuration(policy.afterMs);
  const aborting = isRollback
    ? [`skip, which leaves ${pool} between two versions`]
    : [
        'skip',
        ...(mayForce ? [forceChoice(campaign, cluster, pool)] : []),
        ...verbsOf(stalled).map((verb) => `${verb} --target pool/${cluster}/${pool}`),
      ];
  const retry = operatorCommand('retry', campaign, `cluster/${cluster}`);
  return {
    reason: `The drain of ${drain} is blocked by ${blockerOf(stalled)}.`,
    act: `${retry} (waits another ${retryWaits}; or fix it; or ${aborting.join(', or ')}: aborted in Azure)`,
    retryWaits,
  };
}

/** Why its operation was aborted; `by`: the operator who decided so, null: the file's rule. */
export function describeStalledAbort(blockedBy: string | null, by: string | null): string {
  const rule = by === null ? 'as the file says (stalledDrain)' : `by ${by}`;
  return `The operation was aborted ${rule}: its drain was blocked by ${blockedBy ?? 'something'}.`;
}

function blockerOf({ blockedBy }: StalledPool): string {
  return blockedBy ?? 'something that was not observed';
}

/** A rollback that has begun comes to its end. */
function verbsOf({ isRollback, mayRollBack }: StalledPool): readonly string[] {
  if (isRollback) return [];
  return mayRollBack ? ['abort', 'rollback'] : ['abort'];
}
