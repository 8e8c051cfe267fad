import type { ZonedWindow } from '#domain/calendar/windows.ts';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import type { MaintenanceWindow } from '#domain/fleet/maintenance-window.ts';

/** Every day 22:00 to 04:00 in Berlin; say what differs. */
export function aMaintenance(
  over: Partial<MaintenanceWindow & Omit<Maintenance, 'windows'>> = {},
): Maintenance & ZonedWindow {
  const {
    source = 'Spec',
    timezone = 'Europe/Berlin',
    onClose = 'FinishPool',
    minRemainingMs = 45 * 60_000,
    ...fields
  } = over;
  const window: MaintenanceWindow = {
    schedule: { daily: { intervalDays: 1 } },
    startTime: '22:00',
    durationHours: 6,
    notAllowedDates: [],
    ...fields,
  };
  return {
    source,
    timezone,
    onClose,
    minRemainingMs,
    window,
    windows: [window],
  };
}
