import { channelCommand, noForceCommand, settingCommand } from '#domain/change/az-command.ts';
import type { UpgradeSettings } from '#domain/fleet/upgrade-settings.ts';
import { plannedImages } from '#domain/plan/contents/planned-images.ts';
import { restoreCondition } from '#domain/status/restore-condition.ts';
import type { NotRestored } from '#domain/status/status.ts';
import { isAllDone } from '#domain/status/step-status.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';
import { clearForce } from './force-upgrade.ts';
import { restoreSettings } from './restore-settings.ts';
import { restoreChannel } from './upgrade-channel.ts';

/** Ends a cluster's run. Whatever can be put back is; the rest is listed with the command that does it. */
export async function closeCluster(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
  skippedByRule = false,
): Promise<ClusterOutcome> {
  for (const pool of Array.from(run.settingsToRestore.keys()))
    await quietly(
      run.steps.find((state) => state.pool === pool),
      (state) => restoreSettings(run, pool, state, 0),
    );
  if (run.forceToClear !== null) await quietly(run.steps.at(-1), (state) => clearForce(run, state));
  // With its channel back, AKS would upgrade again what just went back.
  const wentBack = run.steps.some((state) => state.phase === 'RolledBack');
  if (run.channelToRestore !== null && !wentBack)
    await quietly(run.steps.at(-1), (state) => restoreChannel(run, state, 0));
  const end = (phase === 'Aborted' ? endOfDeferral(run) : null) ?? {
    phase,
    reason: describeWhole(run, phase, reason),
  };
  run.phase = end.phase;
  run.reason = end.reason;
  run.notRestored = [
    ...[...run.settingsToRestore].flatMap(([pool, settings]) => settingsLeft(run, pool, settings)),
    ...channelLeft(run),
    ...forceLeft(run),
  ];
  return {
    ...end,
    untouched: !run.begun,
    skippedByRule,
    slice: phase === 'Completed' ? null : run.plan,
    notRestored: run.notRestored,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    ...(run.input.tested === undefined || run.plan === null ? {} : { images: plannedImages(run.plan) }),
  };
}

/** Nobody should look for what an abort has left half done where nothing was. */
function describeWhole(
  { steps }: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
): string | null {
  if (phase !== 'Aborted' || !isAllDone(steps)) return reason;
  return [...(reason === null ? [] : [reason]), 'all of its steps were done by then'].join('; ');
}

/** Whatever comes of it, the state goes on saying how its step ended. */
async function quietly(
  state: StepState | undefined,
  put: (state: StepState) => Promise<unknown>,
): Promise<void> {
  if (state === undefined) return;
  const { detail } = state;
  await put(state);
  state.detail = detail;
}

function settingsLeft(run: ClusterRun, pool: string, settings: UpgradeSettings): readonly NotRestored[] {
  const { name, resourceId } = run.input.plan;
  return Object.entries(settings).map(([setting, value]) => ({
    cluster: name,
    pool,
    setting,
    value: String(value),
    ...conditionOf(run, pool),
    command: settingCommand(resourceId, pool, setting as keyof UpgradeSettings, value),
  }));
}

/** Azure ends it by itself; until then whatever begins is forced. */
function forceLeft(run: ClusterRun): readonly NotRestored[] {
  const { forceToClear, input } = run;
  if (forceToClear === null) return [];
  const { name, resourceId } = input.plan;
  const value = forceToClear.until ?? 'off';
  const command = noForceCommand(resourceId);
  return [{ cluster: name, pool: null, setting: 'forceUpgrade', value, ...conditionOf(run, null), command }];
}

function channelLeft(run: ClusterRun): readonly NotRestored[] {
  const { channelToRestore, input } = run;
  if (channelToRestore === null) return [];
  const { name, resourceId } = input.plan;
  const command = channelCommand(resourceId, channelToRestore);
  const setting = 'upgradeChannel';
  return [
    { cluster: name, pool: null, setting, value: channelToRestore, ...conditionOf(run, null), command },
  ];
}

function conditionOf({ steps }: ClusterRun, pool: string | null): Pick<NotRestored, 'condition'> {
  const condition = restoreCondition(steps, pool);
  return condition === null ? {} : { condition };
}
