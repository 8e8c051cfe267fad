import type { Campaign } from './campaign.ts';

/** A campaign that is run again on a schedule; `spec/parse-nightly` is the only maker. */
export interface Nightly {
  /** Its campaigns are named after it and the scheduled run's date; a schedule belongs to it. */
  readonly name: string;
  readonly schedule: NightlySchedule;
  readonly campaign: Campaign;
}

export interface NightlySchedule {
  /** Five fields each, as they were written. */
  readonly cron: readonly string[];
  /** IANA name. */
  readonly timezone: string;
  readonly jitterMs: number;
  /** How late a run may still begin; later it is missed. */
  readonly catchUpMs: number;
  /** What becomes of a run that is due while one is in progress; never two at once (docs/decisions/overlap-never-two.md). */
  readonly overlap: 'Skip' | 'BufferOne';
  /** How long a scheduled run waits for a person, whatever it asks. */
  readonly decideWithinMs: number;
}
