import type { Sample } from '../metric/judge-samples.ts';

/** 1 where a node waits for a reboot; kured checks once a minute. Source: kured 1.23, cmd/kured. */
export const kuredMetricName = 'kured_reboot_required';

/**
 * What samples of `kured_reboot_required{node="NAME"}` say of one node; null: nothing. Where they differ, as those of two kureds
 * would, the node counts as waiting: the worst that follows is one drain too many.
 */
export function kuredMetricIn(samples: readonly Sample[], node: string): 'required' | 'not-required' | null {
  const values = samples.filter(({ labels }) => labels.node === node).map(({ value }) => Number(value));
  if (values.includes(1)) return 'required';
  return values.includes(0) ? 'not-required' : null;
}

/** Prometheus shows a sample for so long after it was taken (its lookback); kured looks every minute. */
const hearsWithinMs = 6 * 60_000;

/**
 * From when on (ms) Prometheus's samples are about the present boots of the nodes: for one that came back a minute ago they may still
 * show the reboot that it had. `readySince`: null where it is not known, or not Ready.
 */
export function heardOfBootsAt(readySince: readonly (number | null)[], now: number): number {
  const known = readySince.filter((since) => since !== null).map((since) => Math.min(since, now));
  return known.length === 0 ? now : Math.max(...known) + hearsWithinMs;
}
