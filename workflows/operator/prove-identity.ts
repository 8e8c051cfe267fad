import { ApplicationFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { Campaign } from '#domain/campaign/campaign.ts';
import { describeFailure } from '#domain/failure.ts';
import { isNightlyWorkflowId } from '#domain/fleet/ids.ts';
import type { ProvenDecision } from '#domain/gate/decision-digest.ts';
import { describeIdentity, type ProvenIdentity } from '#domain/gate/proven-identity.ts';
import type { ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import {
  type OperatorRequest,
  type Refusal,
  refusals,
  type UpdateRequests,
} from '#protocol/operator-updates.ts';
import { usedBefore, useToken } from '../checks/use-token.ts';
import { isTooLong, tooLong, verifyProof, workerRequiresIdentity } from '../checks/verify-proof.ts';
import { readFailure } from '../read-failure.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { type Attested, invalid } from './verb-rule.ts';

/** Whether an order of this verb counts only with a token of Entra. */
export function takesProof(
  { input }: CampaignRun,
  verb: keyof UpdateRequests,
): verb is 'approve' | 'reject' | 'force' {
  return asksEntra(input.campaign) && (verb === 'approve' || verb === 'reject' || verb === 'force');
}

/** A request without a proof, or with one beyond all measure, never comes into the history. */
export function refuseProof({ proof }: { readonly proof?: unknown }): Refusal | null {
  if (typeof proof !== 'string' || proof === '')
    return notProven(
      'the request has no proof of identity, which this campaign asks for (approval.identity)',
    );
  return isTooLong(proof) ? notProven(tooLong) : null;
}

/** The request with the identity that its proof proves, in place of the name it claims. Throws an ApplicationFailure that refuses it. */
export async function proveDecision<R extends OperatorRequest & { readonly proof?: string }>(
  run: CampaignRun,
  verb: ProvenDecision['verb'],
  request: R,
): Promise<R & Attested> {
  const { by: _, proof, ...terms } = request;
  const proven = await prove(run, proof, { verb, terms });
  if ('text' in proven) throw ApplicationFailure.nonRetryable(proven.text, proven.type);
  return {
    ...request,
    by: describeIdentity(proven),
    identity: proven,
    evidence: { proof: proof ?? '', terms },
  };
}

/**
 * Who starts the campaign; a text: why it does not run. A scheduled run is its schedule's, and whose that is stays a claim, which a worker may
 * refuse (docs/decisions/schedules-by-digest.md); its parent shows that it is one.
 */
export async function proveStart(run: CampaignRun): Promise<({ readonly by: string } & Attested) | string> {
  const { campaign, startedBy, scheduledRun, proof, planDigest: digest, reason } = run.input;
  const isScheduled = scheduledRun !== undefined && isNightlyWorkflowId(workflowInfo().parent?.workflowId);
  if (isScheduled || !asksEntra(campaign)) return (await refuseClaims(run, isScheduled)) ?? { by: startedBy };
  const refusal = refuseProof({ proof });
  const proven = refusal ?? (await prove(run, proof, { verb: 'start', terms: { digest, reason } }));
  return 'text' in proven ? proven.text : { by: describeIdentity(proven), identity: proven };
}

/** null: the name that the starter claims is enough for the worker. */
async function refuseClaims(
  { input: { campaign, specDigest, tuning } }: CampaignRun,
  isScheduled: boolean,
): Promise<string | null> {
  const scheduled = isScheduled && asksEntra(campaign) ? { campaign, specDigest } : null;
  try {
    if (!(await workerRequiresIdentity(tuning, scheduled))) return null;
    return scheduled === null
      ? 'the workers run only campaigns whose file says approval.identity: Entra (DRYDOCK_APPROVAL_REQUIRED)'
      : 'the workers run only schedules whose digest DRYDOCK_APPROVAL_SCHEDULES names (DRYDOCK_APPROVAL_REQUIRED); drydock schedule describe shows it';
  } catch (thrown) {
    return `whether workers require identities cannot be read: ${describeFailure(readFailure(thrown))}`;
  }
}

async function prove(
  { input: { campaign, pace, tuning } }: CampaignRun,
  proof: string | undefined,
  about: Pick<ProvenDecision, 'verb' | 'terms'>,
): Promise<ProvenIdentity | Refusal> {
  try {
    const answer = await verifyProof({
      proof: proof ?? '',
      decision: { campaign: campaign.name, ...about },
      approvers: approversOf(campaign),
      pace,
      tuning,
    });
    if ('refusal' in answer) return notProven(answer.refusal);
    return (await useToken(answer)) ? answer : notProven(usedBefore);
  } catch (thrown) {
    return invalid(
      `The identity cannot be verified now, nothing was decided: ${describeFailure(readFailure(thrown))}`,
    );
  }
}

/** What a cluster needs to know who stands behind a force. */
export function provenForce({ input, startedBy }: CampaignRun): Pick<ClusterUpgradeInput, 'provenForce'> {
  const { forceUpgrade: terms } = input.campaign;
  return terms === null || !asksEntra(input.campaign)
    ? {}
    : { provenForce: { terms, approvers: approversOf(input.campaign), startedBy } };
}

function approversOf({ stages, forceUpgrade }: Campaign): readonly string[] {
  return [...stages.flatMap(({ approval }) => approval.approvers), ...(forceUpgrade?.approvers ?? [])];
}

function asksEntra({ approval }: Campaign): boolean {
  return approval.identity === 'Entra';
}

function notProven(because: string): Refusal {
  return { type: refusals.notAnApprover, text: `Refused: ${because}.` };
}
