import { channelCommand, noForceCommand, settingCommands } from '../fleet/az-command.ts';
import type { SentSettings } from '../fleet/upgrade-settings.ts';
import { restoreCondition } from './restore-condition.ts';
import type { NotRestored, StepStatus } from './status.ts';

/** The settings that a cluster had before its campaign, where they could not be restored. */
export interface SettingsToRestore {
  readonly cluster: { readonly name: string; readonly resourceId: string };
  readonly steps: readonly Pick<StepStatus, 'pool' | 'phase' | 'startedAt'>[];
  /** By pool. */
  readonly settings: ReadonlyMap<string, SentSettings>;
  /** null: its upgrade channel is its own. */
  readonly channel: string | null;
  /** Until when the cluster was forced before; null: nothing was set. */
  readonly force: { readonly until: string | null } | null;
  /** Pools whose nodes stay cordoned although not all of their workloads have moved. */
  readonly cordoned: readonly string[];
}

/** Each with the command that restores it, and the condition on which that can be sent. */
export function listNotRestored({
  cluster: { name, resourceId },
  steps,
  settings,
  channel,
  force,
  cordoned,
}: SettingsToRestore): readonly NotRestored[] {
  const entry = (pool: string | null, setting: string, value: string, command: string): NotRestored => {
    const condition = restoreCondition(steps, pool);
    return { cluster: name, pool, setting, value, ...(condition === null ? {} : { condition }), command };
  };
  return [
    ...[...settings].flatMap(([pool, own]) =>
      settingCommands(resourceId, pool, own).map(({ setting, value, command }) =>
        entry(pool, setting, value, command),
      ),
    ),
    ...(channel === null
      ? []
      : [entry(null, 'upgradeChannel', channel, channelCommand(resourceId, channel))]),
    // Azure ends a force at its time; until then every upgrade that begins is forced.
    ...(force === null
      ? []
      : [entry(null, 'forceUpgrade', force.until ?? 'off', noForceCommand(resourceId))]),
    ...cordoned.map((pool) => ({
      cluster: name,
      pool,
      setting: 'schedulable',
      value: 'true',
      command: `kubectl uncordon -l agentpool=${pool}`,
    })),
  ];
}
