import { speaksAgainstVersion } from '#domain/rollback/decide-after-failure.ts';
import {
  type AfterFailedStep,
  decideFailedPool,
  describeAborted,
} from '#domain/rollback/decide-failed-pool.ts';
import type { RollbackVerdict } from '#domain/rollback/decide-rollback.ts';
import { openRollback } from '#domain/status/open-rollback.ts';
import { describeRollbackTarget } from '#domain/status/step-goal.ts';
import { operatorCommand } from '#domain/text/operator-command.ts';
import { abortInAzure } from '../change/abort-in-azure.ts';
import { inspectCluster } from '../change/inspect-cluster.ts';
import type { ClusterRun, PoolState, StepState } from '../state/cluster-run.ts';
import type { StepResult } from '../state/step-result.ts';
import { assessPool } from './assess-pool.ts';

/**
 * THE place where the failure of a pool is assessed: what its nodes say, whether it may be rolled back, and what the file
 * says about that. Any other failure is put to an operator as it is.
 */
export async function assessFailure(
  run: ClusterRun,
  state: StepState | null,
  { failure, aside = false }: StepResult & { kind: 'failed' },
): Promise<AfterFailedStep> {
  const { kind } = failure;
  const nothing = { do: 'ask', found: '' } as const;
  const { rollback, campaign, plan } = run.input;
  if (aside) return nothing;
  if (state === null || !isOfPool(state))
    return kind === 'health-worse' ? { ...nothing, advice: describeOpenRollbacks(run) } : nothing;
  if (state.rollbackOffer === undefined && !speaksAgainstVersion(kind)) return nothing;
  if (kind === 'took-too-long') {
    run.unfinished.add(state.pool);
    if (rollback.nodePools === 'OnFailure' && (await abortUnfinished(run, state)) === 'had succeeded')
      return { do: 'again', found: '' };
  }
  const found = await assessPool(run, state);
  if (!('rollback' in found)) return nothing;
  return decideFailedPool({
    resourceId: plan.resourceId,
    policy: rollback.nodePools,
    kind,
    ...found,
    isUnfinished: run.unfinished.has(state.pool),
    target: describeRollbackTarget(state),
    until: untilOf(run, found.rollback),
    command: operatorCommand('rollback', campaign, `pool/${plan.name}/${state.pool}`),
  });
}

/** How far an aborted step came, where its upgrade was sent. A control plane cannot go back, so its version is named. */
export async function describeAbortedStep(run: ClusterRun, state: StepState | null): Promise<string | null> {
  if (state === null) return null;
  const { detail } = state;
  if (!isOfPool(state) && isUpgrade(state) && run.begun) return describeControlPlane(run, detail);
  if (state.rollbackOffer === undefined || !isOfPool(state)) return detail;
  const found = await assessPool(run, state);
  return 'truth' in found ? describeAborted(found.truth, detail) : detail;
}

const patienceMs = 5 * 60_000;

/** An abort does not wait long for what would only describe it. */
async function describeControlPlane(run: ClusterRun, detail: string | null): Promise<string | null> {
  try {
    const { currentKubernetesVersion: version, provisioningState } = await inspectCluster(run, patienceMs);
    return `Azure reports ${version}, ${provisioningState}${detail === null ? '' : `; ${detail}`}`;
  } catch {
    return detail;
  }
}

/** Aborts our own operation of a pool that is not watched any more. */
export async function abortUnfinished(
  run: ClusterRun,
  state: PoolState,
): Promise<Awaited<ReturnType<typeof abortInAzure>>> {
  const { resourceId } = run.input.plan;
  const end = await abortInAzure(run, state, { resourceId, pool: state.pool, url: null });
  if (end !== 'not aborted') run.unfinished.delete(state.pool);
  return end;
}

export function isOfPool(state: StepState): state is PoolState {
  return state.pool !== null;
}

function isUpgrade({ from, to }: StepState): boolean {
  return from !== to;
}

function untilOf({ clock }: ClusterRun, verdict: RollbackVerdict): string | null {
  return verdict.eligible && verdict.until !== null ? clock.iso(verdict.until) : null;
}

/** For a regression of the whole cluster, which its pools may cause; "" where none can be rolled back. */
function describeOpenRollbacks({ input, steps, clock }: ClusterRun): string {
  const now = clock.now();
  const isOpen = steps.some((step) => Date.parse(openRollback(step)?.until ?? '') > now);
  if (!isOpen || input.rollback.nodePools === 'Never') return '';
  const command = operatorCommand('rollback', input.campaign, `cluster/${input.plan.name}`);
  return `Its node pools can still be rolled back: ${command}.`;
}
