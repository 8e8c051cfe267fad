import type { ScheduleDescription, ScheduleSummary } from '@temporalio/client';
import { workflowTypes } from '#protocol/workflow-types.ts';

/** What a schedule of ours carries: the name of the nightly file that it belongs to. It never changes. */
export interface ScheduleMemo extends Record<string, unknown> {
  readonly nightly: string;
}

/** metadata.name of the file that a schedule belongs to; null: it is none of ours. */
export function ownerOf({
  action,
  memo,
}: Pick<ScheduleDescription | ScheduleSummary, 'action' | 'memo'>): string | null {
  const owner = memo?.nightly;
  return action?.workflowType === workflowTypes.nightly && typeof owner === 'string' ? owner : null;
}
