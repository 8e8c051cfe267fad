import type { Decision } from '#domain/status/status.ts';
import { type OperatorRequest, refusals } from '#protocol/operator-updates.ts';
import type { CampaignRun } from '../state/campaign-run.ts';

/** One verb of the operators: an Update with a validator. */
export interface VerbRule<R extends OperatorRequest> {
  readonly description: string;
  /** Why not; null: it may be done. Synchronous and read-only, as Temporal's validators have to be. */
  readonly refuse: (run: CampaignRun, request: R) => Refusal | null;
  /** Does it, and says in a sentence what was done. */
  readonly act: (run: CampaignRun, request: R) => { readonly decision: Decision; readonly text: string };
}

export interface Refusal {
  readonly type: (typeof refusals)[keyof typeof refusals];
  readonly text: string;
}

export function invalid(text: string): Refusal {
  return { type: refusals.invalid, text };
}
