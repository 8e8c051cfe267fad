import { condition } from '@temporalio/workflow';
import { type Pace, paceTime, realDuration } from '#domain/campaign/pace.ts';
import { summaryText } from '#domain/text/summary-text.ts';

/** The only source of time for workflows; all of it is campaign time (ms). */
export interface Clock {
  now(): number;
  /** RFC 3339 UTC. */
  iso(atMs?: number): string;
  /**
   * Waits until an instant, or until `interrupted` says so; answers which of the two ended it. Costs a timer
   * only if there is something to wait for: `condition` would start one even where it is already true.
   */
  waitUntil(atMs: number, summary: string, interrupted: () => boolean): Promise<'elapsed' | 'interrupted'>;
}

export function openClock(pace: Pace | null): Clock {
  const now = () => paceTime(pace, Date.now());
  return {
    now,
    iso: (atMs) => new Date(Math.round(atMs ?? now())).toISOString(),
    waitUntil: async (atMs, summary, interrupted) => {
      if (interrupted()) return 'interrupted';
      const realMs = Math.ceil(realDuration(pace, atMs - now()));
      if (realMs <= 0) return 'elapsed';
      const told = summaryText(pace === null ? summary : `${summary} (${pace.speed}x speed)`);
      return (await condition(interrupted, realMs, { summary: told })) ? 'interrupted' : 'elapsed';
    },
  };
}
