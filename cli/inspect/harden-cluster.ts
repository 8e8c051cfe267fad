import { auditCluster } from '#domain/audit/audit.ts';
import { clusterOfLive } from '#domain/audit/cluster/cluster-of-live.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { whyNoNamespace } from '#domain/audit/hardening/asked-namespaces.ts';
import { hardenedControls } from '#domain/audit/hardening/hardened-controls.ts';
import type { Proposal } from '#domain/audit/hardening/proposal.ts';
import { proposeHardening } from '#domain/audit/hardening/propose-hardening.ts';
import { proposePoliciesOf } from '#domain/audit/hardening/propose-policies.ts';
import { parseDuration } from '#domain/text/duration.ts';
import { printable } from '#domain/text/printable.ts';
import type { HardeningClient } from '#gateways/kubernetes/audit/hardening-client.ts';
import { applyProposal, type HardeningOutcome } from '#procedures/harden/apply-proposal.ts';
import { readAudit, readServerAudit } from '#procedures/read/read-audit.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { withKubeconfig } from '../clusters/kubeconfig-cluster.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';
import { policyInput, refusePolicyOptions } from '../input/policy-input.ts';
import { confirm } from '../input/prompt.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';
import { log } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';
import { agreeOnSettings, sendsSettings, skipSetting, type TakeSetting } from './send-settings.ts';

const progress = 'reading the cluster';

/** A proposal and what became of it. */
export interface HardeningStep extends HardeningOutcome {
  readonly proposal: Proposal;
}

interface Target {
  readonly reading: LiveReading;
  readonly client: HardeningClient;
  /** null: a cluster that Azure was not asked about. */
  readonly resourceId: string | null;
  /** At the cluster (ms). */
  readonly now: number;
  /** Agrees with someone on what of these is sent, if any. */
  readonly settings: (proposals: readonly Proposal[]) => Promise<TakeSetting>;
}

const engines = ['azure', 'calico', 'cilium', 'none'] as const;

/**
 * Proposes for the cluster that `--cluster` or `--kubeconfig` names, tries every object on its server, and applies them if `isMeant`, after a confirmation or with `--yes`;
 * settings of Azure's are sent with `--apply-azure-settings` alone. Throws CommandError (64 where no cluster, or two, are named, or a
 * hold is no duration, or a confirmation is required without a terminal; 1 for a namespace that is not there), and as `withKubeconfig`, `findCluster`, `sendsSettings` and `agreeOnSettings`.
 */
export async function hardenCluster(
  options: OptionValues,
  isMeant: boolean,
): Promise<readonly HardeningStep[]> {
  const policies = options.isOn('policies') ? await policyInput(options) : null;
  if (policies === null) refusePolicyOptions(options, hardenedControls);
  const holdKuredMs = readHold(options.text('holdKured'));
  const isSending = sendsSettings(options);
  return withTarget(options, isSending, async ({ reading, client, resourceId, now, settings }) => {
    const cluster = clusterOfLive(reading, {
      arm: null,
      engine: engines.find((each) => each === options.text('networkPolicyEngine')) ?? null,
      targetMinor: null,
      pssMinor: null,
      pssLevel: null,
      now,
    });
    // kured is in kube-system, where nothing else is proposed.
    const asked = options.list('namespace').filter((each) => holdKuredMs === null || each !== 'kube-system');
    const why = whyNoNamespace(asked, cluster);
    if (why !== null)
      throw new CommandError(
        exitCodes.unclassified,
        why,
        'kubectl get namespaces lists them; nothing was changed',
      );
    const proposals =
      policies === null
        ? proposeHardening({
            cluster,
            audit: auditCluster(cluster),
            resourceId,
            controls: options.list('control'),
            namespaces: options.list('namespace'),
            holdKuredMs,
          })
        : proposePoliciesOf(cluster, auditCluster(cluster, policies.waivers, 'strict'), {
            ...policies,
            pssMinor: cluster.pssMinor,
            now,
          });
    const reason = options.text('reason');
    if (isMeant && !options.isOn('yes')) await agreeOnObjects(client, proposals);
    return takeEach(client, proposals, { isMeant, reason }, await settings(proposals));
  });
}

/** Longer holds are forgotten holds: no node would be patched, and no one would know why. */
const longestHold = '168h';

/** null: none is asked for. */
function readHold(typed: string | null): number | null {
  if (typed === null) return null;
  const holdMs = parseDuration(typed) ?? 0;
  if (holdMs > 0 && holdMs <= (parseDuration(longestHold) ?? 0)) return holdMs;
  throw new CommandError(
    exitCodes.usage,
    `--hold-kured "${typed}" is not a duration up to ${longestHold}`,
    'for example 8h: as long as the upgrade may take',
  );
}

async function withTarget<T>(
  options: OptionValues,
  isSending: boolean,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const named = options.text('cluster');
  if ((named === null) === (options.text('kubeconfig') === null))
    throw new CommandError(
      exitCodes.usage,
      'name exactly one cluster',
      '--cluster NAME (its name in Azure) or --kubeconfig FILE',
    );
  if (named === null)
    return withKubeconfig(options, async (cluster, signal) =>
      work({
        reading: await during(progress, (count) =>
          readServerAudit(cluster.auditClient(signal, { onRequest: count })),
        ),
        client: cluster.hardeningClient(signal),
        resourceId: null,
        now: Date.now(),
        settings: async () => skipSetting,
      }),
    );
  return withGateways((gateways) =>
    untilInterrupted(async (signal) => {
      const resourceId = await findCluster(gateways.azure, named);
      return work({
        reading: await during(progress, (count) =>
          readAudit(gateways, resourceId, signal, { onRequest: count }),
        ),
        client: await gateways.kubernetes.hardeningClient(resourceId, signal),
        resourceId,
        now: await currentClusterTime(gateways),
        settings: async (proposals) =>
          isSending
            ? agreeOnSettings(options, proposals, { azure: gateways.azure, resourceId, signal })
            : skipSetting,
      });
    }),
  );
}

/** Says what the server would take and asks. Throws CommandError where it is not confirmed. */
async function agreeOnObjects(client: HardeningClient, proposals: readonly Proposal[]): Promise<void> {
  const objects = proposals.filter((each) => each.kind === 'apply');
  const tried = await takeEach(client, objects, { isMeant: false, reason: null }, skipSetting);
  const lines = tried.flatMap(({ proposal, state }) =>
    proposal.kind === 'apply' && state === 'tried'
      ? [
          `  ${proposal.control} ${proposal.namespace ?? 'the cluster'}: ${String(proposal.object.kind)}, ${proposal.why}`,
        ]
      : [],
  );
  if (lines.length === 0) return;
  log(['To be applied:', ...lines].map(printable).join('\n'));
  await confirm('Apply it?', 'the same without --apply');
}

interface Terms {
  readonly isMeant: boolean;
  /** Recorded with each object that is applied. */
  readonly reason: string | null;
}

/** One after the other; whatever was written and is not found so ends it. */
async function takeEach(
  client: HardeningClient,
  proposals: readonly Proposal[],
  terms: Terms,
  takeSetting: TakeSetting,
): Promise<readonly HardeningStep[]> {
  const steps: HardeningStep[] = [];
  for (const proposal of proposals) {
    const step = await take(client, proposal, terms, takeSetting);
    steps.push(step);
    if (step.state === 'failed') break;
  }
  return steps;
}

async function take(
  client: HardeningClient,
  proposal: Proposal,
  { isMeant, reason }: Terms,
  takeSetting: TakeSetting,
): Promise<HardeningStep> {
  if (proposal.kind === 'apply')
    return { proposal, ...(await applyProposal(client, proposal, isMeant, reason)) };
  if (proposal.kind === 'command') return { proposal, ...(await takeSetting(proposal)) };
  return { proposal, state: 'refused', why: proposal.why, cautions: [], undo: null };
}
