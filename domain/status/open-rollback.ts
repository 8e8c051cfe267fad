import { isUntouched } from '../verify/untouched.ts';
import type { StepStatus } from './status.ts';

/** What a pool can be rolled back to, or why not; undefined: it was not sent, or no node of it was upgraded. */
export function openRollback({
  end,
  nodes,
  rollbackOffer,
}: Pick<StepStatus, 'end' | 'nodes' | 'rollbackOffer'>): StepStatus['rollbackOffer'] {
  return end !== undefined && isUntouched({ end, nodes }) ? undefined : rollbackOffer;
}
