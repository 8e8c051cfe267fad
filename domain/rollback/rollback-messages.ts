import { describeForOperator, type Failure } from '../failure.ts';
import { clusterCommand } from '../fleet/az-command.ts';
import { joinTexts } from '../text/sentences.ts';
import type { RollbackRefusalKind, RollbackVerdict } from './decide-rollback.ts';
import { type ChannelInTheWay, channelOff } from './rollback-forecast.ts';

/** What is left to do where a pool cannot go back, beside "retry" and "skip". Every kind of refusal has its line; channels have a command. */
export const rollbackChoices: Readonly<
  Record<Exclude<RollbackRefusalKind, ChannelInTheWay['kind']>, string>
> = {
  'control-plane': 'retry, or fix what does not work with the new version',
  'pool-gone': 'skip it',
  stopped: 'start the cluster, then rollback',
  'operation-running': 'let the operation end, then rollback',
  'nothing-to-undo': 'retry, or skip',
  'already-rolled-back': 'retry upgrades it again; the other way is a new node pool of the old version',
  'no-earlier-version':
    'retry continues the upgrade; the alternative to a rollback is a new node pool of the old version',
  'not-the-one-before':
    'retry continues the upgrade; the alternative to a rollback is a new node pool of the old version',
  'too-late':
    'retry continues the upgrade; the alternative to a rollback is a new node pool of the old version',
  'too-far-behind': 'retry continues the upgrade',
  'version-unsupported': 'retry continues the upgrade: AKS no longer creates nodes of the old version',
  'image-family-changed':
    'retry continues the upgrade; the alternative to a rollback is a new node pool of the old kind',
  'image-half-done': 'retry continues the upgrade; afterwards a rollback is possible',
  'not-in-final-soak': 'retry continues the upgrade; a rollback is possible once it is in its final soak',
  'old-nodes-removed': 'the alternative to a rollback is a new node pool of the old version',
};

/** "Rollback not possible: ..."; "" where it is possible. */
export function describeReasons(verdict: RollbackVerdict): string {
  if (verdict.eligible) return '';
  return `Rollback not possible: ${verdict.refusals.map(({ because }) => because).join('; ')}.`;
}

/** What is left to do; "" where there is a rollback. It helps only as long as the campaign can be steered. */
export function describeChoices(verdict: RollbackVerdict, resourceId: string): string {
  if (verdict.eligible) return '';
  const kinds = verdict.refusals.map(({ kind }) => kind);
  const channels = kinds.filter(isChannel).map((kind) => channelOff[kind]);
  const choices = kinds.map((kind) =>
    isChannel(kind)
      ? `${clusterCommand(resourceId, 'update', channels.join(' '))}, then rollback`
      : rollbackChoices[kind],
  );
  return `Left to do: ${[...new Set(choices)].join('; ')}.`;
}

function isChannel(kind: RollbackRefusalKind): kind is ChannelInTheWay['kind'] {
  return kind === 'upgrade-channel-on' || kind === 'node-os-channel-on';
}

/** Nothing but what still runs stands against it: where that is ours, a rollback aborts it first. */
export function waitsForOperationAlone(verdict: RollbackVerdict): boolean {
  return !verdict.eligible && verdict.refusals.every(({ kind }) => kind === 'operation-running');
}

/** What a person is asked once a rollback that had begun came to a stop: no word is about the upgrade any more. */
export function describeStoppedRollback(pool: string, to: string, failure: Failure): string {
  return `${pool} could not be rolled back to ${to}. ${describeForOperator(failure)} Retry continues the rollback, not the upgrade.`;
}

/** A pool whose rollback is not gone to its end. */
export interface PartialRollback {
  readonly pool: string;
  /** What it goes back to, in words. */
  readonly to: string;
  /** Something of it may have reached Azure. */
  readonly isSent: boolean;
  /** What its nodes say, by the version that it leaves; null: unknown. */
  readonly found: string | null;
}

/** "np1 is partially rolled back to 1.33.5: 2 of 2 nodes run 1.34.1, but Azure says Failed." */
export function describePartialRollback({ pool, to, isSent, found }: PartialRollback): string {
  const how = found === null ? '' : `: ${found}`;
  return isSent
    ? `${pool} is partially rolled back to ${to}${how}.`
    : `${pool} was not taken back to ${to}, and nothing was sent${how}.`;
}

/** What has to be known of a rollback that someone leaves: how far it is, and what continues with it. */
export function describeSkippedRollback(half: PartialRollback, command: string): string {
  const { pool, isSent } = half;
  const next = isSent
    ? ` Any change of ${pool} in Azure continues the rollback, not the upgrade; manually: ${command}.`
    : '';
  return `${describePartialRollback(half)}${next}`;
}

/** How a cluster with pools to roll back ended: their results and the reason, in the past tense. */
export function describeRollbackEnd({
  back,
  notes,
  because,
}: {
  readonly back: readonly { readonly name: string; readonly to: string }[];
  readonly notes: readonly string[];
  readonly because: string;
}): string {
  const went = back.map(({ name, to }) => `${name} went back to ${to}.`);
  return joinTexts([...went, ...notes, `Reason of the rollback: ${because}`]);
}
