import { getClient } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { scheduledRunOf } from '#domain/calendar/scheduled-run-date.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface NameScheduledRunInput extends PacedInput {
  readonly name: string;
  /** Campaign time (ms) for which the scheduled run was scheduled. */
  readonly scheduledAt: number;
  readonly timezone: string;
}

export interface NamedScheduledRun {
  /** "2026-11-27", by a clock in the schedule's zone. */
  readonly date: string;
  /** `<name>-<date>`; with a number where Temporal remembers a campaign of that name. */
  readonly campaign: string;
}

/** A name is used once: a second run of one scheduled run (triggered, or in a fold of the clock) is `<name>-<date>-2`. */
export async function nameScheduledRun({
  name,
  scheduledAt,
  timezone,
}: NameScheduledRunInput): Promise<NamedScheduledRun> {
  const date = scheduledRunOf(scheduledAt, timezone);
  for (let run = 1; ; run += 1) {
    const campaign = run === 1 ? `${name}-${date}` : `${name}-${date}-${run}`;
    if (!(await isUsed(campaign))) return { date, campaign };
  }
}

async function isUsed(campaign: string): Promise<boolean> {
  try {
    await getClient().workflow.getHandle(campaignWorkflowId(campaign)).describe();
    return true;
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return false;
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FailureError(
      failure('no-answer', `Temporal did not say which names are used: ${words}`),
      thrown,
    );
  }
}
