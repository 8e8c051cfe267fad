import type { HoldAnswer } from '#activities/reboot/hold-kured-lock.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aborted, aside, done, failed, type StepResult } from '../state/step-result.ts';
import { whileWaiting } from '../waits/while-waiting.ts';
import type { RebootStep } from './reboot-step.ts';

const recheckMs = 60_000;
/** Beyond the file's timeouts: for inspections, health checks, slow answers. */
const slackMs = 30 * 60_000;

/**
 * Takes kured's lock to reboot this node. While another holds it, or kured's own blockers apply, it waits as for any
 * concurrent operation. "waited": the lock is held, but pause, window and freezes have to be checked again.
 */
export async function holdLock(
  run: ClusterRun,
  kured: Kured,
  step: RebootStep,
  node: string,
): Promise<StepResult | 'waited'> {
  const since = run.clock.now();
  const until = since + run.input.terms.cluster.onBusy.waitMs;
  for (let waited = false; ; waited = true) {
    const answer = await hold(run, kured, step, { node });
    if (answer.state === 'taken') return waited ? 'waited' : done;
    const because = describeRefusal(kured, node, answer);
    if (run.clock.now() >= until) return aside(failed('busy', `${because}.`));
    const isOver = () => isStopping(run.operator) || isSkipped(run.operator, step.pool);
    await whileWaiting(run, { kind: 'lock', name: run.input.plan.name, since, until, act: because }, () =>
      run.clock.waitUntil(run.clock.now() + recheckMs, because, isOver),
    );
    if (isOver()) return aborted;
  }
}

/** Extends our hold; false: it is lost. */
export async function renewLock(run: ClusterRun, kured: Kured, step: RebootStep): Promise<boolean> {
  return (await hold(run, kured, step)).state === 'taken';
}

function describeRefusal({ namespace, name }: Kured, node: string, answer: Refusal): string {
  const where = `(${namespace}/${name})`;
  switch (answer.state) {
    case 'held':
      return `${answer.by} holds kured's lock ${where}`;
    case 'blocked':
      return `kured ${where} would not reboot ${node}: ${answer.why}`;
    case 'unreadable':
      return `kured's lock ${where} cannot be read: ${answer.why}`;
  }
}

type Refusal = Exclude<HoldAnswer, { readonly state: 'taken' }>;

function hold(
  run: ClusterRun,
  kured: Kured,
  { reboot }: RebootStep,
  target: { readonly node?: string } = {},
) {
  const { plan, pace } = run.input;
  const ttlMs = reboot.drainTimeoutMs + reboot.bootTimeoutMs + reboot.readyForMs + slackMs;
  return run.activities.read.holdKuredLock.executeWithOptions({ summary: "Hold kured's lock" }, [
    { resourceId: plan.resourceId, kured, owner: ownerOf(run), ...target, ttlMs, pace },
  ]);
}

export async function releaseLock(run: ClusterRun, kured: Kured): Promise<void> {
  const { plan, pace } = run.input;
  await run.activities.compensate.releaseKuredLock.executeWithOptions({ summary: "Release kured's lock" }, [
    { resourceId: plan.resourceId, kured, owner: ownerOf(run), pace },
  ]);
}

/** No node name has a slash. */
function ownerOf({ input }: ClusterRun): string {
  return `drydock/${input.campaign}`;
}
