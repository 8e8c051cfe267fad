import { type Pace, paceTime, realDuration } from '#domain/campaign/pace.ts';

/** Now, in campaign time (ms). */
export function campaignNow(pace: Pace | null): number {
  return paceTime(pace, Date.now());
}

/** The real milliseconds between two looks: paced, but never more often than the floor. */
export function pollDelay(pace: Pace | null, pollMs: number, floorMs: number): number {
  return Math.max(floorMs, realDuration(pace, pollMs));
}

/** The real instant (ms) at which campaign time reaches `campaignMs`. */
export function realInstant(pace: Pace | null, campaignMs: number): number {
  return Date.now() + realDuration(pace, campaignMs - campaignNow(pace));
}
