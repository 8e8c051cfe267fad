import type { StallChanged } from '#activities/change/watch-operation.ts';
import {
  type DrainEnd,
  describeWithdrawn,
  type StalledDrainPolicy,
  type StallLevel,
} from '#domain/rolling-upgrade/stalled-drain.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import type { StepResult } from '../state/step-result.ts';
import { describeForce, resumes, signalNeedsPerson } from '../waits/ask-person.ts';
import { whileWaiting } from '../waits/while-waiting.ts';

/** How far it was told that a drain is held up. */
export interface Stall {
  readonly level: StallLevel;
  readonly blockedBy: string | null;
  /** Campaign time (ms); null: nothing holds. */
  readonly since: number | null;
  /** Campaign time (ms): until then a person said to wait. */
  readonly notBefore: number;
}

export const calm: Stall = { level: 'none', blockedBy: null, since: null, notBefore: 0 };

export function noteStall(stall: Stall, { level, blockedBy, since }: StallChanged): Stall {
  return { ...stall, level, blockedBy, since };
}

/** A person said to wait: asked again after as long as it took the first time. */
export function postpone(run: ClusterRun, stall: Stall, policy: StalledDrainPolicy | null): Stall {
  return { ...stall, level: 'notify', notBefore: run.clock.now() + (policy?.afterMs ?? 0) };
}

/** The answer to the question whether to wait; null: there is none. */
export function takeDecision({ operator }: ClusterRun): DecideSignal | null {
  const { decision } = operator;
  operator.decision = null;
  return decision;
}

/** How a watch was left. let-go: it need not go on. */
export type Turn =
  | { readonly kind: 'ended'; readonly result: StepResult }
  | { readonly kind: 'stalled'; readonly changed: StallChanged }
  | { readonly kind: 'let-go' };

interface StallingPool {
  readonly pool: string;
  readonly stall: Stall;
  /** null: nothing follows. */
  readonly policy: StalledDrainPolicy | null;
  /** The operation takes the pool back. */
  readonly isRollback?: boolean;
}

/** Shows, while an operation is watched, that its drain is held up and what may be done. */
export async function whileStalled(
  run: ClusterRun,
  stalling: StallingPool,
  watch: () => Promise<Turn>,
): Promise<Turn> {
  const { pool, stall, policy } = stalling;
  if (policy === null || stall.level === 'none') return watch();
  if (stall.level === 'act') return whileAsking(run, { ...stalling, policy }, watch);
  const { since, notBefore } = stall;
  const until =
    policy.afterwards === 'Wait' || since === null ? null : Math.max(notBefore, since + policy.afterMs);
  const name = `${run.input.plan.name}/${pool}`;
  const act = describeChoices(run, { ...stalling, policy });
  return whileWaiting(run, { kind: 'drain', name, until, act }, watch);
}

type StalledPool = StallingPool & { readonly policy: StalledDrainPolicy };

/** A question as any other, but that a drain that goes on by itself takes it back. */
async function whileAsking(
  run: ClusterRun,
  { pool, stall, policy, isRollback = false }: StalledPool,
  watch: () => Promise<Turn>,
): Promise<Turn> {
  const { campaign, plan } = run.input;
  run.operator.decision = null;
  const which = isRollback ? `${pool}, which goes back,` : pool;
  run.reason = `The drain of ${which} is held up by ${stall.blockedBy ?? unseen}.`;
  noteOfCluster(run, 'asked', pool, run.reason);
  const retryWaits = formatDuration(policy.afterMs);
  await signalNeedsPerson(run, run.reason, pool, {
    ...(isRollback ? {} : { step: pool }),
    mayCleanUp: false,
    retryWaits,
  });
  const wait = `drydock retry ${campaign} --target cluster/${plan.name} --reason TEXT`;
  const others = isRollback
    ? [`skip, which skipsPool ${pool} between two versions`]
    : [
        'skip',
        ...(run.input.mayForce ? [describeForce(run, pool)] : []),
        ...verbsFor(run).map((verb) => `${verb} --target pool/${plan.name}/${pool}`),
      ];
  const act = `${wait} (waits another ${retryWaits}; or mend it; or ${others.join(', or ')}: aborted in Azure)`;
  const turn = await whileWaiting(run, { kind: 'decision', name: plan.name, until: null, act }, watch);
  run.reason = null;
  if (turn.kind !== 'let-go') noteOfCluster(run, 'withdrawn', pool, describeWithdrawn(endOf(turn)));
  if (turn.kind !== 'let-go' || isToGoOn(run)) await signalNeedsPerson(run, null, null);
  return turn;
}

function endOf(turn: Exclude<Turn, { kind: 'let-go' }>): DrainEnd {
  if (turn.kind === 'stalled') return { kind: 'went-on' };
  return { kind: 'ended', failure: turn.result.kind === 'failed' ? turn.result.failure.kind : null };
}

function isToGoOn({ operator: { decision } }: ClusterRun): boolean {
  return decision !== null && resumes.has(decision.verb);
}

const unseen = 'something that was not seen';

const next: Readonly<Record<StalledDrainPolicy['afterwards'], string>> = {
  Wait: 'AKS goes on trying until its drain timeout',
  Ask: 'AKS goes on trying, then a person is asked',
  Abort: 'AKS goes on trying, then the operation is aborted in Azure',
};

function describeChoices(run: ClusterRun, { pool, stall, policy, isRollback = false }: StalledPool): string {
  const { campaign, plan } = run.input;
  // A way back that was begun comes to its end.
  const commands = (isRollback ? [] : verbsFor(run)).map(
    (verb) => `drydock ${verb} ${campaign} --target pool/${plan.name}/${pool} --reason TEXT`,
  );
  return `${next[policy.afterwards]}; held up by ${stall.blockedBy ?? unseen}: ${['mend it', ...commands].join(', or ')}`;
}

/** What ends the operation; a way back only where the file allows one. */
function verbsFor({ input: { rollback } }: ClusterRun): readonly string[] {
  return rollback === undefined || rollback.nodePools === 'Never' ? ['abort'] : ['abort', 'rollback'];
}
