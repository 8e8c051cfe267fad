import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { Decision } from '#domain/status/status.ts';
import { type OperatorRequest, refusals } from '#protocol/operator-updates.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed } from '../state/campaign-run.ts';

/** One verb of the operators: an Update with a validator. */
export interface VerbRule<R extends OperatorRequest> {
  readonly description: string;
  /** Why it is refused; null: it is accepted. Synchronous and read-only, as Temporal's validators have to be. */
  readonly refuse: (run: CampaignRun, request: R) => Refusal | null;
  /** Does it, and answers in a sentence what it does. */
  readonly act: (run: CampaignRun, request: R) => { readonly decision: Decision; readonly text: string };
}

export interface Refusal {
  readonly type: (typeof refusals)[keyof typeof refusals];
  readonly text: string;
}

export function invalid(text: string): Refusal {
  return { type: refusals.invalid, text };
}

export function unknownCluster(name: string): Refusal {
  return invalid(`There is no cluster ${name} in this campaign.`);
}

/** The cluster that a target names, also by one of its node pools. */
export function targetCluster(run: CampaignRun, target: string): CampaignCluster | undefined {
  const what = parseTarget(target);
  return what?.kind === 'cluster' || what?.kind === 'pool' ? clusterNamed(run, what.cluster) : undefined;
}
