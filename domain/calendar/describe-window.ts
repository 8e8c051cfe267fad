import type { Maintenance } from '../campaign/campaign.ts';
import type { MaintenanceWindow, WindowSchedule } from '../fleet/maintenance-window.ts';
import type { HoursOfWeek } from './hours-of-week.ts';
import { isEveryDay, type ZonedWindow } from './windows.ts';

const ownToo = "each cluster's own maintenance window in Azure";

/** When a campaign may act, in words: "always", its file's window, and whether each cluster's own counts. */
export function describeMaintenance(maintenance: Maintenance | null): string {
  if (maintenance === null) return 'always';
  const { source, timezone, windows } = maintenance;
  if (windows.length === 0) return ownToo;
  const words = windows.map((window) => describeWindow({ timezone, window })).join('; ');
  return source === 'Merge' ? `${words}, and ${ownToo}` : words;
}

/** A window in words: "Sat 22:00-04:00 Europe/Berlin", "every 2 weeks Sat ..., not 2026-12-19..2027-01-06". */
export function describeWindow({ window, timezone }: ZonedWindow): string {
  const words = [
    ...(isEveryDay(window) ? ['all day'] : [describeDays(window.schedule), hoursText(window)]),
    timezone,
    ...(window.startDate === undefined ? [] : [`from ${window.startDate}`]),
  ].join(' ');
  return words + describeClosures(window);
}

function describeDays(schedule: WindowSchedule): string {
  if ('daily' in schedule) return every(schedule.daily.intervalDays, 'day') ?? 'daily';
  if ('weekly' in schedule) {
    const { intervalWeeks, dayOfWeek } = schedule.weekly;
    return [every(intervalWeeks, 'week'), dayOfWeek.slice(0, 3)].filter(Boolean).join(' ');
  }
  if ('absoluteMonthly' in schedule) {
    const { intervalMonths, dayOfMonth } = schedule.absoluteMonthly;
    return `day ${dayOfMonth} of ${every(intervalMonths, 'month') ?? 'the month'}`;
  }
  const { intervalMonths, weekIndex, dayOfWeek } = schedule.relativeMonthly;
  return `${weekIndex.toLowerCase()} ${dayOfWeek.slice(0, 3)} of ${every(intervalMonths, 'month') ?? 'the month'}`;
}

function every(interval: number, unit: string): string | null {
  return interval === 1 ? null : `every ${interval} ${unit}s`;
}

function hoursText({ startTime, durationHours }: MaintenanceWindow): string {
  const [hour = 0, minute = 0] = startTime.split(':').map(Number);
  const pad = (value: number) => String(value).padStart(2, '0');
  const text = `${startTime}-${pad((hour + durationHours) % 24)}:${pad(minute)}`;
  return durationHours === 24 ? `${text} (24h)` : text;
}

function describeClosures({ notAllowedDates }: MaintenanceWindow): string {
  const [only, ...others] = notAllowedDates;
  if (!only) return '';
  if (others.length > 0) return `, not in ${notAllowedDates.length} ranges of dates`;
  return only.start === only.end ? `, not ${only.start}` : `, not ${only.start}..${only.end}`;
}

/** "in the hours that begin Sat 01:00 02:00 UTC" */
export function describeHoursOfWeek(hoursOfWeek: HoursOfWeek): string {
  const days = hoursOfWeek.map(({ day, hours }) => `${day.slice(0, 3)} ${hours.map(hourText).join(' ')}`);
  return days.length === 0 ? 'at unknown times' : `in the hours that begin ${days.join(', ')} UTC`;
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
