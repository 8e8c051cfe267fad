/** One change as it went through: of a pool, or (pool null) of a control plane. */
export interface MeasuredRun extends PlannedRun {
  readonly ms: number;
}

/** What is about to be done. */
export interface PlannedRun {
  /** The cluster's `resourceKey`. */
  readonly cluster: string;
  readonly pool: string | null;
  /** null: a control plane. */
  readonly osType: 'Linux' | 'Windows' | null;
  /** How often nodes are replaced, as many at a time as the pool surges by; 1 of a control plane. */
  readonly rounds: number;
  /** What Azure waits in it by the pool's settings, which says nothing of another pool; absent: nothing. */
  readonly soakMs?: number;
}

export interface Prediction {
  readonly ms: number;
  /** What it is measured by, in words: "its last 3 runs". */
  readonly basis: string;
}

const mostOwn = 5;
/** Of others, one run says little. */
const fewestOthers = 3;

/**
 * How long a change is going to take by earlier ones, oldest first: the slowest of the last runs of the same pool; where
 * there are none, of others of its kind (control planes, Linux, Windows) so long that nine in ten were faster, first of
 * its cluster, then of all. By the round, for pools grow, and Azure's soaks on top. null: too little was measured.
 */
export function predictDuration(planned: PlannedRun, runs: readonly MeasuredRun[]): Prediction | null {
  const alike = runs.filter(({ osType, rounds }) => osType === planned.osType && rounds > 0);
  const ofCluster = alike.filter(({ cluster }) => cluster === planned.cluster);
  const own = ofCluster.filter(({ pool }) => pool === planned.pool).slice(-mostOwn);
  if (own.length > 0)
    return {
      ms: roundsAt(own, planned, 1),
      basis: `its last ${own.length === 1 ? 'run' : `${own.length} runs`}`,
    };
  for (const [others, whose] of [
    [ofCluster, 'its cluster'],
    [alike, 'other clusters'],
  ] as const)
    if (others.length >= fewestOthers)
      return { ms: roundsAt(others, planned, 0.9), basis: `${others.length} runs of ${whose}` };
  const { soakMs = 0 } = planned;
  return soakMs === 0 ? null : { ms: soakMs, basis: "Azure's soaks alone" };
}

/** As long as the given part of these runs took at most, by the round. */
function roundsAt(runs: readonly MeasuredRun[], { rounds, soakMs = 0 }: PlannedRun, part: number): number {
  const byRound = runs
    .map((run) => Math.max(0, run.ms - (run.soakMs ?? 0)) / run.rounds)
    .toSorted((a, b) => a - b);
  return Math.ceil((byRound[Math.ceil(part * byRound.length) - 1] ?? 0) * rounds) + soakMs;
}
