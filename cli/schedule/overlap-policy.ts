import type { ScheduleOverlapPolicy } from '@temporalio/client';
import type { NightlySchedule } from '#domain/campaign/nightly.ts';

type Overlap = NightlySchedule['overlap'];

const policies = { Skip: 'SKIP', BufferOne: 'BUFFER_ONE' } as const satisfies Record<
  Overlap,
  ScheduleOverlapPolicy
>;

/** As Temporal names the file's policy. */
export function overlapPolicy(overlap: Overlap): ScheduleOverlapPolicy {
  return policies[overlap];
}

/** As the file names Temporal's policy; one that no file can ask for, set by another client, keeps Temporal's name. */
export function overlapOf(policy: ScheduleOverlapPolicy | undefined): string {
  const own = Object.entries(policies).find(([, each]) => each === policy);
  return own?.[0] ?? policy ?? 'Skip';
}

/** By which a run is started by hand: never beside another, whatever the schedule says. */
export function safePolicy(overlap: string): ScheduleOverlapPolicy {
  return overlap === 'BufferOne' ? 'BUFFER_ONE' : 'SKIP';
}
