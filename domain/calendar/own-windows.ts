import type { Campaign } from '../campaign/campaign.ts';
import type { MaintenanceWindow } from '../fleet/maintenance-window.ts';
import type { MaintenanceConfiguration, UnreadScope } from '../fleet/other-writers.ts';
import type { Observation } from '../observation.ts';
import { describeHoursOfWeek, describeWindow } from './describe-window.ts';
import { hoursOfWeekOpenings } from './hours-of-week.ts';
import { type Openings, withoutClosures } from './openings.ts';
import { hasUnanchoredInterval } from './scheduled-days.ts';
import { isNeverClosed, windowsFrom } from './windows.ts';

/**
 * When a cluster may be changed by what it has in Azure: at any time, in windows, or it is not known (`because`, a
 * clause without a full stop); what is not known is never open.
 */
export type OwnWindows =
  | { readonly kind: 'always'; readonly because: string }
  | { readonly kind: 'windows'; readonly openings: Openings; readonly words: string }
  | { readonly kind: 'unknown'; readonly because: string };

type UpgradeType = Campaign['upgrade']['type'];

/** Of AKS' reserved names, the one for each kind of upgrade: learn.microsoft.com/azure/aks/planned-maintenance. */
const scheduleFor: Readonly<Record<UpgradeType, string>> = {
  Full: 'aksManagedAutoUpgradeSchedule',
  ControlPlaneOnly: 'aksManagedAutoUpgradeSchedule',
  NodePoolsOnly: 'aksManagedAutoUpgradeSchedule',
  NodeImageOnly: 'aksManagedNodeOSUpgradeSchedule',
  Reboot: 'aksManagedNodeOSUpgradeSchedule',
  Migrate: 'aksManagedNodeOSUpgradeSchedule',
};

/** A cluster without the schedule keeps to this one; with it, this one is for AKS' weekly releases alone. */
const fallback = 'default';

/**
 * The cluster's own windows for this type of upgrade. AKS reads times and dates in a fixed offset from UTC, without
 * summer time; a configuration of a form that is not known here makes them unknown.
 */
export function ownWindows(
  configurations: Observation<readonly MaintenanceConfiguration[], UnreadScope>,
  type: UpgradeType,
): OwnWindows {
  if ('unread' in configurations) {
    const { scope, why, permission } = configurations.unread;
    return {
      kind: 'unknown',
      because: `the maintenance configurations of ${scope} cannot be read (${why}); permission ${permission} is required`,
    };
  }
  const { value } = configurations;
  const name = scheduleFor[type];
  const found =
    value.find((each) => each.name === name) ?? value.find((each) => each.name === fallback) ?? null;
  return found === null
    ? {
        kind: 'always',
        because: `it has no maintenance configuration ${name} or ${fallback} in Azure`,
      }
    : windowsOf(found);
}

function windowsOf(found: MaintenanceConfiguration): OwnWindows {
  const { name, window, utcOffset, hoursOfWeek, closures } = found;
  if (window !== null) {
    if (!isReadable(window) || !/^[+-]\d{2}:\d{2}$/.test(utcOffset)) return notUnderstood(name);
    const zoned = { timezone: utcOffset, window };
    if (isNeverClosed(zoned) && closures.length === 0)
      return { kind: 'always', because: `its maintenance configuration ${name} is open all day, every day` };
    return {
      kind: 'windows',
      openings: withoutClosures((from) => windowsFrom(zoned, from), closures),
      words: `${describeWindow({ timezone: offsetName(utcOffset), window })} (${name})`,
    };
  }
  const hourly = hoursOfWeekOpenings(hoursOfWeek);
  if (hourly === null || (hourly === 'always' && closures.length > 0)) return notUnderstood(name);
  if (hourly === 'always')
    return { kind: 'always', because: `its maintenance configuration ${name} covers every hour of the week` };
  return {
    kind: 'windows',
    openings: withoutClosures(hourly, closures),
    words: `${describeHoursOfWeek(hoursOfWeek)} (${name})`,
  };
}

/** What Azure takes; another version of it may take more. */
function isReadable(window: MaintenanceWindow): boolean {
  const { startTime, durationHours } = window;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(startTime) && durationHours > 0 && !hasUnanchoredInterval(window);
}

/** "UTC", "UTC+01:00": people take "+01:00" alone for part of the time before it. */
export function offsetName(utcOffset: string): string {
  return /^[+-]00:00$/.test(utcOffset) ? 'UTC' : `UTC${utcOffset}`;
}

function notUnderstood(name: string): OwnWindows {
  return {
    kind: 'unknown',
    because: `its maintenance configuration ${name} has a form that Drydock does not know`,
  };
}
