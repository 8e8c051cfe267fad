import type { Phase } from './status.ts';

const over = new Set<Phase>([
  'Completed',
  'CompletedWithFailures',
  'Skipped',
  'Failed',
  'Aborted',
  'RolledBack',
]);

/** Whether nothing more is done about it. */
export function isOver(phase: Phase): boolean {
  return over.has(phase);
}
