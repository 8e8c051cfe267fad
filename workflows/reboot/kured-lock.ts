import type { HoldAnswer } from '#activities/reboot/hold-kured-lock.ts';
import type { Kured } from '#domain/reboot/find-kured.ts';
import { isSkipped, isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aborted, done, failed, type StepResult } from '../state/step-result.ts';
import { whileWaiting } from '../waits/while-waiting.ts';
import type { RebootStep } from './reboot-step.ts';

const recheckMs = 60_000;
/** For what comes besides the timeouts of the file: looks, health, a slow answer. */
const slackMs = 30 * 60_000;

/**
 * Takes kured's lock to reboot this node; while another has it, or kured's own blockers speak against it, that is waited for as
 * for any other operation. "waited": it is held, but pause, window and freezes were not heard meanwhile.
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
    const answer = await ask(run, kured, step, { node });
    if (answer.state === 'taken') return waited ? 'waited' : done;
    const because = tell(kured, node, answer);
    if (run.clock.now() >= until) return { ...failed('busy', `${because}.`), aside: true };
    const isOver = () => isStopping(run.operator) || isSkipped(run.operator, step.pool);
    await whileWaiting(run, { kind: 'lock', name: run.input.plan.name, since, until, act: because }, () =>
      run.clock.waitUntil(run.clock.now() + recheckMs, because, isOver),
    );
    if (isOver()) return aborted;
  }
}

/** Lengthens our hold; false: it is not ours any more. */
export async function renewLock(run: ClusterRun, kured: Kured, step: RebootStep): Promise<boolean> {
  return (await ask(run, kured, step)).state === 'taken';
}

function tell({ namespace, name }: Kured, node: string, answer: Refusal): string {
  const kured = `kured (${namespace}/${name})`;
  switch (answer.state) {
    case 'held':
      return `${answer.by} holds the lock of ${kured}`;
    case 'blocked':
      return `${kured} would not reboot ${node}: ${answer.why}`;
    case 'unreadable':
      return `the lock of ${kured}: ${answer.why}`;
  }
}

type Refusal = Exclude<HoldAnswer, { readonly state: 'taken' }>;

function ask(run: ClusterRun, kured: Kured, { reboot }: RebootStep, whose: { readonly node?: string } = {}) {
  const { plan, pace } = run.input;
  const ttlMs = reboot.drainTimeoutMs + reboot.bootTimeoutMs + reboot.readyForMs + slackMs;
  return run.activities.read.holdKuredLock.executeWithOptions({ summary: 'Hold the lock of kured' }, [
    { resourceId: plan.resourceId, kured, owner: ownerOf(run), ...whose, ttlMs, pace },
  ]);
}

export async function releaseLock(run: ClusterRun, kured: Kured): Promise<void> {
  const { plan, pace } = run.input;
  await run.activities.compensate.releaseKuredLock.executeWithOptions(
    { summary: 'Give the lock of kured back' },
    [{ resourceId: plan.resourceId, kured, owner: ownerOf(run), pace }],
  );
}

/** No node has a slash in its name. */
function ownerOf({ input }: ClusterRun): string {
  return `drydock/${input.campaign}`;
}
