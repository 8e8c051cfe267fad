import type { Count } from './campaign.ts';

/** House rule: percentages of ours round down, but are at least 1, unless 0 was asked for. */
export function resolveCount(count: Count, total: number): number {
  if (typeof count === 'number') return count;
  const percent = Number.parseFloat(count);
  return percent === 0 ? 0 : Math.max(1, Math.floor((total * percent) / 100));
}
