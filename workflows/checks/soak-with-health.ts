import type { HealthMoment } from '#domain/campaign/health-policy.ts';
import { actOfSoak, answersToSoak } from '#domain/status/actions.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { aborted, done, inOrder, type StepResult } from '../state/step-result.ts';
import { whileWaiting } from '../waits/while-waiting.ts';
import type { StepHealth } from './health.ts';

/**
 * Judges health and soaks: a cluster at the end of its soak, a step before it. Where health is checked throughout the soak,
 * one check does both, and a health regression ends it.
 */
export async function soakUnderWatch(
  run: ClusterRun,
  name: string,
  ms: number,
  { health, moment }: { readonly health: StepHealth; readonly moment: HealthMoment },
): Promise<StepResult> {
  if (ms === 0 || !health.isWatched()) {
    const steps = [() => health.judge(moment), () => soak(run, name, ms)];
    return inOrder(moment === 'AfterCluster' ? steps.toReversed() : steps);
  }
  return whileSoaking(run, name, ms, (until) => health.watch(until, () => isSoakOver(run)));
}

async function soak(run: ClusterRun, name: string, ms: number): Promise<StepResult> {
  if (ms === 0) return done;
  await whileSoaking(run, name, ms, (until) =>
    run.clock.waitUntil(until, `Soak ${name} for ${formatDuration(ms)}`, () => isSoakOver(run)),
  );
  return isStopping(run.operator) ? aborted : done;
}

async function whileSoaking<T>(
  run: ClusterRun,
  name: string,
  ms: number,
  wait: (until: number) => Promise<T>,
): Promise<T> {
  const since = run.clock.now();
  const until = since + ms;
  run.operator.promoted = false;
  const { campaign, plan } = run.input;
  const actions = answersToSoak(campaign, `cluster/${plan.name}`);
  const what = { kind: 'soak', name, until, act: actOfSoak(actions), actions } as const;
  const result = await whileWaiting(run, what, () => wait(until));
  const now = run.clock.now();
  run.cutSoak = isStopping(run.operator) && now < until ? { ms: now - since, ofMs: ms } : null;
  return result;
}

function isSoakOver({ operator }: ClusterRun): boolean {
  return isStopping(operator) || operator.promoted;
}
