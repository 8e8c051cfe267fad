import { calendarOf } from '#domain/calendar/decide-start.ts';
import { horizonYears } from '#domain/calendar/openings.ts';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import type { FieldPath, Finding } from './problem/problem.ts';
import type { CampaignFile } from './schema/campaign-file.ts';

/** Windows that do not open within ten years of `now` (ms): a campaign that is started would wait for ever. */
export function findClosedWindows(
  { maintenance: written }: CampaignFile['spec'],
  maintenance: Maintenance | null,
  now: number | null,
): readonly Finding[] {
  if (now === null || maintenance === null || maintenance.source === 'Cluster') return [];
  return maintenance.windows.flatMap((window, index): readonly Finding[] => {
    const { openings } = calendarOf({ ...maintenance, windows: [window] }, null);
    if (openings === null || openings(now)[Symbol.iterator]().next().done !== true) return [];
    const place: FieldPath = written?.maintenanceWindows
      ? ['maintenanceWindows', index]
      : ['maintenanceWindow'];
    const field = window.notAllowedDates.length > 0 ? 'notAllowedDates' : 'startDate';
    const message = `this window does not open within ${horizonYears} years`;
    return [{ path: ['spec', 'maintenance', ...place, field], message }];
  });
}
