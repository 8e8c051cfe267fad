import type { ClusterTerms } from '../../campaign/campaign.ts';
import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../contents/plan.ts';
import { isBroken } from './cluster-obstacles.ts';

/** What an automatic upgrade channel means for a campaign on its cluster. */
export interface ChannelPlan {
  /** Laid around the cluster's own steps; null: the channel stays as it is. */
  readonly around: readonly [suspend: PlanStep, resume: PlanStep] | null;
  readonly blocked: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * AKS refuses to upgrade a control plane alone while an automatic channel is set
 * (NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged), and Drydock upgrades it alone, before the pools. So
 * the cluster is left out, or its channel suspended meanwhile, as the file says. Where only pools are upgraded, a
 * channel that stays is merely worth knowing of.
 */
export function planChannel(
  cluster: Cluster,
  campaign: ClusterTerms,
  steps: readonly PlanStep[],
): ChannelPlan {
  const { upgradeChannel: channel } = cluster;
  const movesControlPlane = steps.some(({ action }) => action === 'upgrade-control-plane');
  const isChanged = steps.some(({ action }) => action !== 'none');
  // The channel of an AKS Automatic cluster cannot be set to none; the cluster is left out anyway.
  if (channel === '' || channel === 'none' || cluster.isAutomatic)
    return { around: null, blocked: [], warnings: [] };
  if (isChanged && campaign.cluster.onAutoUpgradeConflict === 'Suspend')
    return {
      around: [
        channelStep('suspend-auto-upgrade', channel, 'none'),
        channelStep('resume-auto-upgrade', 'none', channel),
      ],
      blocked: halfDonePools(cluster, steps),
      warnings: [],
    };
  if (movesControlPlane)
    return {
      around: null,
      blocked: [
        `its automatic upgrade channel is ${channel}, with which AKS refuses to upgrade the control plane alone; set it to none (az aks update -g GROUP -n CLUSTER --auto-upgrade-channel none) or let the campaign do so (onAutoUpgradeConflict: Suspend), then plan again`,
      ],
      warnings: [],
    };
  const warning = `its automatic upgrade channel is ${channel}: AKS may upgrade it automatically`;
  return { around: null, blocked: [], warnings: [warning] };
}

function channelStep(action: PlanStep['action'], from: string, to: string): PlanStep {
  return { action, pool: null, from, to, image: null, nodes: 0, surge: 0, reason: null, strategy: null };
}

/** A change of the channel is a PUT on the whole cluster, which continues with what is half done in any pool. */
function halfDonePools(cluster: Cluster, steps: readonly PlanStep[]): readonly string[] {
  return cluster.pools
    .filter(({ provisioningState }) => isBroken(provisioningState))
    .filter(({ name }) => steps.every((step) => step.pool !== name || step.action === 'none'))
    .map(
      ({ name, provisioningState }) =>
        `node pool ${name}: its last operation ended as ${provisioningState}, and suspending the channel would continue it; fix it, then plan again`,
    );
}
