import type { Phase, StepStatus } from '../status/status.ts';

const cutSoak = 'soak cut short';

export function describeCutSoak(soaked: string, whole: string): string {
  return `${cutSoak} after ${soaked} of ${whole}`;
}

/** A step's detail once a later attempt has soaked it in full. */
export function withoutCutSoak(detail: string | null): string | null {
  const texts = detail?.split('; ').filter((text) => !text.startsWith(cutSoak)) ?? [];
  return texts.join('; ') || null;
}

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
