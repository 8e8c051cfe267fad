import { ApplicationFailure } from '@temporalio/common';
import { CancellationScope, defineUpdate, setHandler } from '@temporalio/workflow';
import { type OperatorAnswer, type OperatorRequest, updates } from '#protocol/operator-updates.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { abortVerb, pauseVerb, promote, resumeVerb } from './campaign-verbs.ts';
import { cleanUp } from './clean-up-verb.ts';
import { force } from './force-verb.ts';
import { approve, reject } from './gate-verbs.ts';
import { rollback } from './rollback-verb.ts';
import { abort } from './steer-campaign.ts';
import { retry, skip } from './target-verbs.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

/** Registers every verb an operator has. `changed` is called after each, to show the new state. */
export function listenToOperators(run: CampaignRun, changed: () => void): void {
  register(run, 'approve', approve, changed);
  register(run, 'reject', reject, changed);
  register(run, 'pause', pauseVerb, changed);
  register(run, 'resume', resumeVerb, changed);
  register(run, 'abort', abortVerb, changed);
  register(run, 'promote', promote, changed);
  register(run, 'retry', retry, changed);
  register(run, 'skip', skip, changed);
  register(run, 'rollback', rollback, changed);
  register(run, 'force', force, changed);
  register(run, 'clean-up', cleanUp, changed);
  CancellationScope.current().cancelRequested.catch(() => {
    abort(run, 'the workflow was cancelled in Temporal');
    changed();
  });
}

function register<R extends OperatorRequest>(
  run: CampaignRun,
  verb: keyof typeof updates,
  rule: VerbRule<R>,
  changed: () => void,
): void {
  const handler = (request: R): OperatorAnswer => {
    const answer = rule.act(run, request);
    changed();
    return answer;
  };
  setHandler(defineUpdate<OperatorAnswer, [R]>(updates[verb]), handler, {
    description: rule.description,
    validator: (request) => {
      const refusal =
        incomplete(request) ??
        (run.result === null ? null : invalid('The campaign has ended.')) ??
        rule.refuse(run, request);
      if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal.text, refusal.type);
    },
  });
}

/** Requests come from scripts and from the Temporal UI, typed by hand. */
function incomplete(request: OperatorRequest | undefined): Refusal | null {
  const missing = (['by', 'reason'] as const).filter((name) => !request?.[name]?.trim());
  return missing.length === 0 ? null : invalid(`The request lacks ${missing.join(' and ')}.`);
}
