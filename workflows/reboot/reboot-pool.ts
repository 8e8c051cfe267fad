import { isCancellation } from '@temporalio/workflow';
import type { FoundReboots } from '#activities/reboot/find-reboots.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { healthOfPool, type StepHealth } from '../checks/health.ts';
import { takePosture } from '../checks/posture.ts';
import { preflight } from '../checks/preflight.ts';
import { soakUnderWatch } from '../checks/soak-with-health.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aside, done, failed, inOrder, type StepResult } from '../state/step-result.ts';
import { finishReboot } from './finish-reboot.ts';
import { whileNodeBusy } from './mark-node-busy.ts';
import { rebootNode } from './reboot-node.ts';
import { describeProgress, isUnderway, openProgress, type PoolWork } from './reboot-progress.ts';
import type { RebootStep, WaitingNode } from './reboot-step.ts';
import { isByReplacement } from './replace-node.ts';

/** THE list for a pool whose nodes are rebooted. A retry runs it from the top: what is done needs no reboot any more. */
export function rebootPoolSteps(
  run: ClusterRun,
  step: RebootStep,
  state: StepState,
): readonly (() => Promise<StepResult>)[] {
  const health = healthOfPool(run, step.pool, step.strategy.timeoutMs);
  const progress = openProgress();
  return [
    () =>
      inOrder([
        () => preflight(run, step, isUnderway(progress)),
        () => takePosture(run, isUnderway(progress)),
        () => health.takeBaseline(false),
      ]),
    () =>
      asResult(async () => {
        const unfinished = await whileNodeBusy(run, () => finishReboot(run, { step, state, progress }));
        return (
          unfinished ??
          rebootNodes(run, { step, state, progress }, (found, kured) =>
            rebootNode(run, { step, state, kured, health, progress }, found),
          )
        );
      }),
    () => {
      if (progress.leftTo !== null) return Promise.resolve(done);
      state.end = 'Succeeded';
      return soak(run, step, health);
    },
    async () => {
      const detail = describeProgress(progress, isByReplacement(step) ? 'replaced' : 'rebooted');
      (progress.rebooted === 0 ? run.idle : run.rebooted).push(`${step.pool}: ${detail}`);
      run.toleratedIssues = run.toleratedIssues === null ? detail : `${detail}; ${run.toleratedIssues}`;
      return done;
    },
  ];
}

function soak(run: ClusterRun, step: RebootStep, health: StepHealth): Promise<StepResult> {
  return soakUnderWatch(run, `${run.input.plan.name}/${step.pool}`, step.strategy.soakMs, {
    health,
    moment: 'AfterPool',
  });
}

type Reboot = (node: WaitingNode, kured: Kured | null) => Promise<StepResult>;

/** One after the other; then the nodes of which it is not known are reported. */
async function rebootNodes(
  run: ClusterRun,
  { step, state, progress }: PoolWork,
  reboot: Reboot,
): Promise<StepResult | null> {
  for (;;) {
    const found = await find(run, step);
    const { kured, needed, isMore, unknown } = found;
    if (kured !== null && step.reboot.kured === 'Leave') {
      const when = kured.window === null ? '' : `, which may reboot ${kured.window}`;
      progress.leftTo = `kured (${kured.namespace}/${kured.name})${when}`;
      return null;
    }
    progress.leftTo = null;
    state.nodes = { done: progress.rebooted, total: progress.rebooted + needed.length };
    for (const node of needed) {
      const result = await reboot(node, kured);
      if (result.kind !== 'done') return result;
      state.nodes = { ...state.nodes, done: progress.rebooted };
    }
    if (isMore) continue;
    return unknown.count === 0 ? null : aside(failed('reboot-unclear', describeUnknown(unknown)));
  }
}

function find(run: ClusterRun, { pool, reboot }: RebootStep): Promise<FoundReboots> {
  const { plan, pace, tuning } = run.input;
  const { pollMs, pollFloorMs } = tuning;
  return run.activities.probe.findReboots.executeWithOptions(
    { summary: `Find nodes of ${pool} that need a reboot` },
    [{ resourceId: plan.resourceId, pool, terms: reboot, pollMs, pollFloorMs, pace }],
  );
}

function describeUnknown({ count, first }: FoundReboots['unknown']): string {
  const more = count > first.length ? `; and ${count - first.length} more` : '';
  return `It is not known whether ${first.map(({ node, because }) => `${node} (${because})`).join(', ')}${more} need a reboot.`;
}

async function asResult(work: () => Promise<StepResult | null>): Promise<StepResult> {
  try {
    return (await work()) ?? { kind: 'done' };
  } catch (thrown) {
    if (isCancellation(thrown)) return { kind: 'aborted' };
    return { kind: 'failed', failure: readFailure(thrown), aside: true };
  }
}
