import { formatDuration } from '../text/duration.ts';

/**
 * Why a scheduled run that waited so long for a worker (ms) does nothing: a scheduled run is not made up for at noon. null: it may still
 * begin, as every scheduled run may whose file says nothing of it.
 */
export function describeMissedScheduledRun(waitedMs: number, catchUpMs: number | undefined): string | null {
  if (catchUpMs === undefined || waitedMs <= catchUpMs) return null;
  const waited = formatDuration(Math.floor(waitedMs / 1000) * 1000);
  return `missed: no worker was there for ${waited}, longer than the catchUp of ${formatDuration(catchUpMs)}; deferred to the next run`;
}
