import type { PoolTruth } from '#domain/gate/pool-outcome.ts';
import { decideAfterFailure, speaksAgainstVersion } from '#domain/gate/rollback/decide-after-failure.ts';
import type { RollbackVerdict } from '#domain/gate/rollback/decide-rollback.ts';
import {
  describeChoices,
  describeReasons,
  waitsForOperationAlone,
} from '#domain/gate/rollback/rollback-messages.ts';
import { describeRollbackTarget } from '#domain/status/step-goal.ts';
import { abortInAzure } from '../change/abort-in-azure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';
import { assessPool } from './assess-pool.ts';

/** What follows from a failed step, and what was found out about it. */
export interface AfterFailedStep {
  readonly do: 'ask' | 'offer' | 'roll-back' | 'again';
  /** How far the pool came, and why there is no way back: a sentence or two; empty: nothing to add to the failure. */
  readonly found: string;
  /** What can be done as long as the campaign can be steered; absent: nothing special. */
  readonly advice?: string;
  /** Whether there are nodes to clean up; absent: that is not known. */
  readonly quarantined?: boolean;
}

/**
 * THE place where the failure of a pool is looked into: what its nodes say, whether it may go back, and what the
 * campaign's file says of that. Everything that is no upgrade of a pool leads to a person as it is.
 */
export async function assessFailure(
  run: ClusterRun,
  state: StepState | null,
  { failure, aside = false }: StepResult & { kind: 'failed' },
): Promise<AfterFailedStep> {
  const nothing = { do: 'ask', found: '' } as const;
  const { rollback } = run.input;
  if (aside) return nothing;
  if (state === null || state.pool === null)
    return failure.kind === 'health-worse' ? { ...nothing, advice: describeOpenRollbacks(run) } : nothing;
  if (!isPoolUpgrade(state)) return nothing;
  if (state.rollbackOffer === undefined && !speaksAgainstVersion(failure.kind)) return nothing;
  if (failure.kind === 'took-too-long') {
    run.unfinished.add(state.pool);
    if (rollback.nodePools === 'OnFailure' && (await stop(run, state)) === 'had succeeded')
      return { do: 'again', found: '' };
  }
  const found = await assessPool(run, state);
  if (!('rollback' in found)) return nothing;
  const after = decideAfterFailure(rollback.nodePools, failure.kind, found.rollback);
  const truth = describeTruth(found.truth);
  const cleanable = found.truth?.quarantined === undefined ? {} : { quarantined: found.truth.quarantined };
  if (after === 'roll-back') return { do: 'roll-back', found: truth };
  if (after === 'offer')
    return { do: 'offer', found: truth, advice: describeOffer(run, state, found.rollback), ...cleanable };
  if (rollback.nodePools === 'Never') return { do: 'ask', found: truth, ...cleanable };
  if (run.unfinished.has(state.pool) && waitsForOperationAlone(found.rollback))
    return { do: 'offer', found: truth, advice: describeAbortFirst(run, state), ...cleanable };
  const refused = `${truth} ${describeReasons(found.rollback)}`.trim();
  return { do: 'ask', found: refused, advice: describeChoices(found.rollback), ...cleanable };
}

/** How far an aborted pool came, where its upgrade was sent. */
export async function describeAbortedPool(run: ClusterRun, state: StepState | null): Promise<string | null> {
  if (state === null) return null;
  const { detail } = state;
  if (state.rollbackOffer === undefined || !isPoolUpgrade(state)) return detail;
  const found = await assessPool(run, state);
  if (!('truth' in found)) return detail;
  return `${describeTruth(found.truth)} ${detail ?? ''}`.trim() || null;
}

function isPoolUpgrade(state: StepState): state is StepState & { readonly pool: string } {
  return state.pool !== null && state.from !== state.to;
}

/** Our own operation, which nobody watches any more. */
async function stop(
  run: ClusterRun,
  state: StepState & { readonly pool: string },
): Promise<'had succeeded' | 'canceled' | 'not aborted'> {
  const { resourceId } = run.input.plan;
  const end = await abortInAzure(run, state, { resourceId, pool: state.pool, url: null });
  if (end !== 'not aborted') run.unfinished.delete(state.pool);
  return end;
}

function describeTruth(truth: PoolTruth | null): string {
  return truth === null ? '' : `${truth.end}: ${truth.text}.`;
}

/** Of the whole cluster, whose pools may be what made it worse; "" where none can go back, or the file lets none. */
function describeOpenRollbacks({ input, steps, clock }: ClusterRun): string {
  const now = clock.now();
  const isOpen = steps.some(
    ({ rollbackOffer }) => rollbackOffer?.until != null && Date.parse(rollbackOffer.until) > now,
  );
  if (!isOpen || input.rollback.nodePools === 'Never') return '';
  return `Its pools may still go back: drydock rollback ${input.campaign} --target cluster/${input.plan.name} --reason TEXT.`;
}

function describeOffer(
  run: ClusterRun,
  state: StepState & { readonly pool: string },
  verdict: RollbackVerdict,
): string {
  if (!verdict.eligible) return '';
  const { until } = verdict;
  const end = until === null ? '' : ` until ${run.clock.iso(until)}`;
  return `The way back to ${describeRollbackTarget(state)} is open${end}: ${commandOf(run, state)}.`;
}

function describeAbortFirst(run: ClusterRun, state: StepState & { readonly pool: string }): string {
  return `The way back to ${describeRollbackTarget(state)} aborts first what still runs in Azure, and goes as far as AKS then allows: ${commandOf(run, state)}.`;
}

function commandOf({ input: { campaign, plan } }: ClusterRun, { pool }: { readonly pool: string }): string {
  return `drydock rollback ${campaign} --target pool/${plan.name}/${pool} --reason TEXT`;
}
