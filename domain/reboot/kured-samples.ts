import type { Sample } from '../metric/judge-samples.ts';
import type { KuredMetric } from './judge-reboot-need.ts';

/**
 * What a Prometheus says of one node by `kured_reboot_required{node="NAME"}`. Where its samples differ, as those of two kureds
 * would, the node waits: one that is looked at in vain is drained in vain at most.
 */
export function kuredMetricIn(samples: readonly Sample[], node: string): KuredMetric {
  const values = samples.filter(({ labels }) => labels.node === node).map(({ value }) => Number(value));
  if (values.includes(1)) return 'required';
  if (values.includes(0)) return 'not-required';
  return { unread: 'the Prometheus of the file has no word of its kured (reboot.kuredMetric)' };
}

/** Prometheus shows a sample for so long after it was taken (its lookback); kured looks every minute. */
const hearsWithinMs = 6 * 60_000;

/**
 * From when on (ms) what Prometheus says is about the boots that the nodes are in: one that came back a minute ago may still be
 * told to wait for the reboot that it had. `readySince`: null where it is not known, or not Ready.
 */
export function heardOfBootsAt(readySince: readonly (number | null)[], now: number): number {
  const known = readySince.filter((since) => since !== null).map((since) => Math.min(since, now));
  return known.length === 0 ? now : Math.max(...known) + hearsWithinMs;
}
