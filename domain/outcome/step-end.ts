import type { Phase, StepStatus } from '../status/status.ts';

type EndedBy = Extract<Phase, 'Aborted' | 'Skipped'>;

/** How a step ends that is aborted or skipped. One whose change is verified is complete, whatever its soak still was to show. */
export function phaseAfterOrder<E extends EndedBy>(
  { end }: Pick<StepStatus, 'end'>,
  order: E,
): E | Extract<Phase, 'Completed'> {
  return end === 'Succeeded' ? 'Completed' : order;
}

/** How a failed step ends that is aborted or skipped: what failed stays so, unless nothing of it was sent. */
export function phaseAfterFailure<E extends EndedBy>(
  { sent }: Pick<StepStatus, 'sent'>,
  order: E,
): E | Extract<Phase, 'Failed'> {
  return sent === true ? 'Failed' : order;
}
