import { decideSetting, type SettingDecision } from '#domain/audit/hardening/decide-setting.ts';
import type { CommandProposal } from '#domain/audit/hardening/proposal.ts';
import type { OperationReading } from '#domain/change/change.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { AzureGateway } from '#gateways/azure/azure-gateway.ts';
import type { HardeningOutcome } from './apply-proposal.ts';

type Sent = Extract<SettingDecision, { readonly kind: 'send' }>;

export interface SettingRequest {
  readonly resourceId: string;
  readonly proposal: CommandProposal;
  /** What was agreed to: if the value before or after differs by now, nothing is sent. */
  readonly agreed: Sent;
  /** Sent as x-ms-client-request-id, which Azure's activity log keeps. */
  readonly correlationId: string;
}

export interface SettingSurroundings {
  /** Why nothing may be sent to the cluster at this moment; null: nothing blocks it. */
  readonly whyBlocked: () => Promise<string | null>;
  /** Called with the undo command as soon as Azure has taken it. */
  readonly describeSent: (undo: string) => void;
  /** Between two reads of the operation. */
  readonly wait: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one setting of a cluster, once, waits until its operation has ended, and reads it back. What Azure refuses is refused; once
 * it is sent, only what is read back counts as applied. Throws a FailureError where the cluster cannot be read before.
 */
export async function applySetting(
  azure: Pick<AzureGateway, 'surroundings' | 'changeSetting' | 'readOperation'>,
  { resourceId, proposal, agreed, correlationId }: SettingRequest,
  { whyBlocked, describeSent, wait, signal }: SettingSurroundings,
): Promise<HardeningOutcome> {
  const decide = async () =>
    decideSetting(proposal, resourceId, await azure.surroundings(resourceId, signal).document());
  const now = await decide();
  if (now.kind === 'unchanged') return { state: 'unchanged', why: null, cautions: [], undo: null };
  if (now.kind !== 'send') return refused(now.why);
  if (now.before !== agreed.before)
    return refused(`the value is now ${describeValue(now.before)}: nothing was sent`);
  const blocked = await whyBlocked();
  if (blocked !== null) return refused(blocked);
  const change = { resourceId, path: now.path, value: now.value };
  const begun = await azure
    .changeSetting(change, { eTag: now.eTag, notAfterMs: null, correlationId, signal })
    .catch(asFailure);
  if (begun instanceof FailureError)
    return begun.failure.kind === 'no-answer' ? failed(now, begun.message) : refused(begun.message);
  if (begun.kind === 'changed') return refused('the cluster was changed meanwhile: nothing was sent');
  if (begun.kind === 'too-late') return refused('the time to send it was over: nothing was sent');
  describeSent(now.undo);
  if (begun.kind === 'accepted') {
    const ended = await untilEnded(() => azure.readOperation(begun.operation, signal), wait);
    if (ended instanceof FailureError) return failed(now, ended.message);
    if (ended.state !== 'succeeded') return failed(now, `${describeChange(now)} ended ${ended.state}`);
  }
  const after = await decide().catch(asFailure);
  if (after instanceof FailureError) return failed(now, after.message);
  return after.kind === 'unchanged'
    ? { state: 'applied', why: describeChange(now), cautions: [proposal.why], undo: now.undo }
    : failed(now, `${describeChange(now)} was sent, but Azure reports another value`);
}

/** "autoUpgradeProfile.upgradeChannel: none, then patch" */
export function describeChange({ path, before, value }: Pick<Sent, 'path' | 'before' | 'value'>): string {
  return `${path.join('.')}: ${describeValue(before)}, then ${describeValue(value)}`;
}

function describeValue(value: string | boolean | null): string {
  return value === null ? 'not set' : String(value);
}

/** Reads that fail in a row before the outcome counts as unknown. */
const mostFailures = 5;

async function untilEnded(
  read: () => Promise<OperationReading>,
  wait: () => Promise<void>,
): Promise<Exclude<OperationReading, { readonly state: 'running' }> | FailureError> {
  for (let failures = 0; ; ) {
    await wait();
    const found = await read().catch(asFailure);
    failures = found instanceof FailureError ? failures + 1 : 0;
    if (found instanceof FailureError ? failures >= mostFailures : found.state !== 'running')
      return found as Exclude<typeof found, { readonly state: 'running' }>;
  }
}

function asFailure(error: unknown): FailureError {
  if (error instanceof FailureError) return error;
  throw error;
}

function refused(why: string): HardeningOutcome {
  return { state: 'refused', why, cautions: [], undo: null };
}

/** It may have been applied, so the undo command is named. */
function failed({ undo }: Sent, why: string): HardeningOutcome {
  return { state: 'failed', why, cautions: [], undo };
}
