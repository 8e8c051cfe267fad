import type { ActivityOptions } from '@temporalio/workflow';
import type { Tuning } from '#protocol/tuning.ts';

export type ActivityClass = 'read' | 'begin' | 'watch' | 'probe' | 'compensate';

const hour = 3_600_000;

/**
 * How patient Temporal is with each class of activity. Attempts are bounded by time, never by number: a worker's
 * restart costs an attempt. Timeouts come with the campaign's input because workflows cannot read settings.
 */
export function activityOptions(tuning: Tuning): Readonly<Record<ActivityClass, ActivityOptions>> {
  const retry = {
    initialInterval: tuning.retryInitialMs,
    maximumInterval: tuning.retryMaxMs,
    backoffCoefficient: 2,
  };
  return {
    read: {
      startToCloseTimeout: tuning.readTimeoutMs,
      scheduleToCloseTimeout: hour,
      cancellationType: 'TRY_CANCEL',
      retry,
    },
    begin: { startToCloseTimeout: tuning.beginTimeoutMs, scheduleToCloseTimeout: hour, retry },
    // The deadline travels in the input; startToClose is only the backstop for an activity that hangs.
    watch: {
      startToCloseTimeout: 14 * 24 * hour,
      heartbeatTimeout: tuning.watchHeartbeatMs,
      cancellationType: 'TRY_CANCEL',
      retry,
    },
    probe: {
      startToCloseTimeout: 24 * hour,
      scheduleToCloseTimeout: 48 * hour,
      heartbeatTimeout: tuning.probeTimeoutMs,
      cancellationType: 'TRY_CANCEL',
      retry,
    },
    compensate: { startToCloseTimeout: tuning.beginTimeoutMs, scheduleToCloseTimeout: hour, retry },
  };
}
