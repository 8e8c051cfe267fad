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

/** Ends a cluster's run. What can be restored is; the rest is listed with the command that restores it. */
export async function closeCluster(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
  skippedByRule = false,
): Promise<ClusterOutcome> {
  for (const pool of Array.from(run.settingsToRestore.keys()))
    await keepDetail(
      run.steps.find((state) => state.pool === pool),
      (state) => restoreSettings(run, pool, state, 0),
    );
  if (run.forceToClear !== null) await keepDetail(run.steps.at(-1), (state) => clearForce(run, state));
  // With its channel restored, AKS would upgrade again what was just rolled back.
  const isRolledBack = run.steps.some((state) => state.phase === 'RolledBack');
  if (run.channelToRestore !== null && !isRolledBack)
    await keepDetail(run.steps.at(-1), (state) => restoreChannel(run, state, 0));
  const end = (phase === 'Aborted' ? endOfDeferral(run) : null) ?? {
    phase,
    reason: describeReason(run, phase, reason),
  };
  run.phase = end.phase;
  run.reason = end.reason;
  run.notRestored = [
    ...[...run.settingsToRestore].flatMap(([pool, settings]) => settingsNotRestored(run, pool, settings)),
    ...channelNotRestored(run),
    ...forceNotCleared(run),
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

/** So that no operator looks for what an abort has interrupted where nothing was. */
function describeReason(
  { steps }: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
): string | null {
  if (phase !== 'Aborted' || !isAllDone(steps)) return reason;
  return [...(reason === null ? [] : [reason]), 'all of its steps had been completed'].join('; ');
}

/** Its step keeps the detail of how it ended. */
async function keepDetail(
  state: StepState | undefined,
  restore: (state: StepState) => Promise<unknown>,
): Promise<void> {
  if (state === undefined) return;
  const { detail } = state;
  await restore(state);
  state.detail = detail;
}

function settingsNotRestored(
  run: ClusterRun,
  pool: string,
  settings: UpgradeSettings,
): readonly NotRestored[] {
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

/** Azure ends it at its time; until then every upgrade that begins is forced. */
function forceNotCleared(run: ClusterRun): readonly NotRestored[] {
  const { forceToClear, input } = run;
  if (forceToClear === null) return [];
  const { name, resourceId } = input.plan;
  const value = forceToClear.until ?? 'off';
  const command = noForceCommand(resourceId);
  return [{ cluster: name, pool: null, setting: 'forceUpgrade', value, ...conditionOf(run, null), command }];
}

function channelNotRestored(run: ClusterRun): readonly NotRestored[] {
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
