/**
 * How fast a campaign's clock runs. Absent (null) for real campaigns; the demo and tests hand down the
 * simulator's clock, so that a file with 12 h soaks is played unchanged in minutes.
 */
export interface Pace {
  readonly speed: number;
  /** Milliseconds since the epoch, both: at this real instant the simulated clock stood at that one. */
  readonly virtualEpoch: number;
  readonly realEpoch: number;
  /** That of the simulator's clock: another one after every change of its course. */
  readonly simulatorId: string;
}

/** The campaign's time (ms) at a real instant (ms). */
export function paceTime(pace: Pace | null, realMs: number): number {
  return pace === null ? realMs : pace.virtualEpoch + (realMs - pace.realEpoch) * pace.speed;
}

/** How many real milliseconds pass while the campaign's clock advances by `campaignMs`. */
export function realDuration(pace: Pace | null, campaignMs: number): number {
  return pace === null ? campaignMs : campaignMs / pace.speed;
}
