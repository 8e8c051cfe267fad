import { availableParallelism, loadavg } from 'node:os';

/** Figures mean something only beside it: "2 cores, load 1.9". */
export function machine(): string {
  return `${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`;
}
