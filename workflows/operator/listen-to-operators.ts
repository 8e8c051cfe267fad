import { ApplicationFailure } from '@temporalio/common';
import { CancellationScope, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type OperatorAnswer,
  type OperatorRequest,
  type Refusal,
  type UpdateRequests,
  updates,
} from '#protocol/operator-updates.ts';
import { queries } from '#protocol/workflow-types.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { abortVerb } from './abort-verb.ts';
import { pauseVerb, promoteVerb, resumeVerb } from './campaign-verbs.ts';
import { cleanUpVerb } from './clean-up-verb.ts';
import { forceVerb } from './force-verb.ts';
import { approveVerb, rejectVerb } from './gate-verbs.ts';
import { proveDecision, refuseProof, takesProof } from './prove-identity.ts';
import { rollbackVerb } from './rollback-verb.ts';
import { abort } from './steer-campaign.ts';
import { retryVerb, skipVerb } from './target-verbs.ts';
import { type Attested, invalid, type VerbRule } from './verb-rule.ts';

export const rules: { readonly [V in keyof UpdateRequests]: VerbRule<UpdateRequests[V]> } = {
  approve: approveVerb,
  reject: rejectVerb,
  pause: pauseVerb,
  resume: resumeVerb,
  abort: abortVerb,
  promote: promoteVerb,
  retry: retryVerb,
  skip: skipVerb,
  rollback: rollbackVerb,
  force: forceVerb,
  'clean-up': cleanUpVerb,
};

const refusalQuery = defineQuery<Refusal | null, [keyof UpdateRequests, OperatorRequest]>(queries.refusal);

/**
 * Registers every verb of the operators, and the query whether one would be refused now: no one is asked to confirm that. `changed`
 * is called after each, to show the new state.
 */
export function listenToOperators(run: CampaignRun, changed: () => void): void {
  for (const verb of Object.values(updates)) register(run, verb, changed);
  setHandler(refusalQuery, <V extends keyof UpdateRequests>(verb: V, request: UpdateRequests[V]) =>
    refusalOf(run, verb, takesProof(run, verb) ? { ...request, identity: 'pending' } : claimed(request)),
  );
  CancellationScope.current().cancelRequested.catch(() => {
    abort(run, 'the workflow was cancelled in Temporal');
    changed();
  });
}

function refusalOf<V extends keyof UpdateRequests>(
  run: CampaignRun,
  verb: V,
  request: UpdateRequests[V] & Attested,
): Refusal | null {
  const rule: VerbRule<UpdateRequests[V]> = rules[verb];
  return run.result === null ? rule.refuse(run, request) : invalid('The campaign has ended.');
}

function register<V extends keyof UpdateRequests>(run: CampaignRun, verb: V, changed: () => void): void {
  const rule: VerbRule<UpdateRequests[V]> = rules[verb];
  const act = (request: UpdateRequests[V] & Attested): OperatorAnswer => {
    const answer = rule.act(run, request);
    changed();
    return answer;
  };
  const refuse = (request: UpdateRequests[V] & Attested) => {
    throwRefusal(incomplete(request) ?? refusalOf(run, verb, request));
  };
  const handler = async (request: UpdateRequests[V]): Promise<OperatorAnswer> => {
    if (!takesProof(run, verb)) return act(claimed(request));
    const proven = await proveDecision(run, verb, request);
    // While the proof was verified the campaign went on.
    refuse(proven);
    return act(proven);
  };
  setHandler(defineUpdate<OperatorAnswer, [UpdateRequests[V]]>(verb), handler, {
    description: rule.description,
    validator: (request) => {
      if (!takesProof(run, verb)) return refuse(claimed(request));
      refuse({ ...request, identity: 'pending' });
      throwRefusal(refuseProof(request));
    },
  });
}

function throwRefusal(refusal: Refusal | null): void {
  if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal.text, refusal.type);
}

/** Whatever identity a request brings along is no one's word but its own. */
function claimed<R extends OperatorRequest>(request: R): R & Attested {
  return { ...request, identity: undefined };
}

/** Requests come from scripts and from the Temporal UI, typed by hand. */
function incomplete(request: OperatorRequest | undefined): Refusal | null {
  const missing = (['by', 'reason'] as const).filter((name) => !request?.[name]?.trim());
  return missing.length === 0 ? null : invalid(`The request lacks ${missing.join(' and ')}.`);
}
