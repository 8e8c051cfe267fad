import type { Pace } from '#domain/campaign/pace.ts';

/** Every activity takes one object; the pace in it is compared with the endpoint's clock before anything else. */
export interface PacedInput {
  readonly pace: Pace | null;
}
