import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { decideSetting, type SettingDecision } from '#domain/audit/hardening/decide-setting.ts';
import type { CommandProposal, Proposal } from '#domain/audit/hardening/proposal.ts';
import { judgeFreeze } from '#domain/campaign/freeze.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { printable } from '#domain/text/printable.ts';
import type { AzureGateway } from '#gateways/azure/azure-gateway.ts';
import type { HardeningOutcome } from '#procedures/harden/apply-proposal.ts';
import { applySetting, describeChange } from '#procedures/harden/apply-setting.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { confirm } from '../input/prompt.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { log } from '../view/terminal/print.ts';

/** What becomes of a setting of Azure's. */
export type TakeSetting = (proposal: CommandProposal) => Promise<HardeningOutcome>;

/** Shown and not sent. */
export const skipSetting: TakeSetting = async ({ why }) => ({
  state: 'yours',
  why,
  cautions: [],
  undo: null,
});

/**
 * Whether settings are to be sent. Throws CommandError (64) unless the cluster is named as Azure knows it and the controls one by one:
 * some cost money or replace nodes, and no one shall get these along with others.
 */
export function sendsSettings(options: OptionValues): boolean {
  if (!options.isOn('applyAzureSettings')) return false;
  if (options.text('cluster') === null)
    throw new CommandError(
      exitCodes.usage,
      '--apply-azure-settings needs a cluster in Azure',
      'name it with --cluster',
    );
  if (options.list('control').length === 0)
    throw new CommandError(
      exitCodes.usage,
      '--apply-azure-settings needs the controls to apply',
      'name each one, for example --control SB-UPG-03',
    );
  return true;
}

interface Sending {
  readonly azure: Pick<AzureGateway, 'surroundings' | 'changeSetting' | 'readOperation'>;
  readonly resourceId: string;
  readonly signal: AbortSignal;
}

/**
 * Says what would be sent of the proposals and asks (but with --yes); afterwards each is taken by what it gives back. Throws
 * CommandError where it is not confirmed, and where Temporal cannot say whether a campaign has the cluster.
 */
export async function agreeOnSettings(
  options: OptionValues,
  proposals: readonly Proposal[],
  { azure, resourceId, signal }: Sending,
): Promise<TakeSetting> {
  const commands = proposals.filter((each) => each.kind === 'command');
  if (commands.length === 0) return skipSetting;
  const document = await azure.surroundings(resourceId, signal).document();
  const decided = new Map<Proposal, SettingDecision>(
    commands.map((each) => [each, decideSetting(each, resourceId, document)]),
  );
  const blocked = [...decided.values()].some(({ kind }) => kind === 'send')
    ? await whyBlocked(resourceId)
    : null;
  if (blocked === null) await agree(options, decided);
  const reason = options.text('reason');
  const because = reason === null ? '' : ` (${reason})`;
  return async (proposal) => {
    const decision = decided.get(proposal);
    if (decision === undefined || decision.kind === 'yours')
      return { state: 'yours', why: whyYours(proposal, decision?.why), cautions: [], undo: null };
    if (decision.kind === 'unchanged') return { state: 'unchanged', why: null, cautions: [], undo: null };
    const against = decision.kind === 'refused' ? decision.why : blocked;
    if (decision.kind !== 'send' || against !== null)
      return { state: 'refused', why: against, cautions: [], undo: null };
    return applySetting(
      azure,
      { resourceId, proposal, agreed: decision, correlationId: randomUUID() },
      {
        whyBlocked: () => whyBlocked(resourceId),
        describeSent: (undo) =>
          log(printable(`Sent ${describeChange(decision)}${because}. To undo: ${undo}`)),
        wait: () => sleep(pollMs, undefined, { signal }),
        signal,
      },
    );
  };
}

const pollMs = 2_000;

async function agree(options: OptionValues, decided: ReadonlyMap<Proposal, SettingDecision>): Promise<void> {
  const lines = [...decided].flatMap(([{ control, why }, decision]) =>
    decision.kind === 'send' ? [`${control}: ${describeChange(decision)} (${why})`] : [],
  );
  if (lines.length === 0) return;
  log(['To be sent to Azure:', ...lines.map((line) => `  ${line}`)].map(printable).join('\n'));
  if (!options.isOn('yes')) await confirm('Send it?', 'the same without --apply-azure-settings');
}

function whyYours({ why }: CommandProposal, unsent: string | undefined): string {
  return unsent === undefined ? why : `${why}; not sent: ${unsent}`;
}

/**
 * Why nothing may be sent to a cluster at this moment: a freeze, or a campaign that has it (its workflow's id is the lock); null:
 * neither. Throws CommandError as `withTemporal` and `withFreezes`: where Temporal cannot be asked, no one knows.
 */
async function whyBlocked(resourceId: string): Promise<string | null> {
  const freeze = await withFreezes(async (freezes, now) => judgeFreeze(await freezes.list(), now));
  if (freeze.frozen) return `frozen: ${freeze.reason}`;
  const workflowId = clusterWorkflowId(resourceId);
  return withTemporal(async (session) => {
    try {
      const { status } = await session.within(() => session.client.workflow.getHandle(workflowId).describe());
      return status.name === 'RUNNING'
        ? `a campaign is changing the cluster (workflow ${workflowId}): wait until it has ended; drydock list shows it`
        : null;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  });
}
