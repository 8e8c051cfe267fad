import { ApplicationFailure } from '@temporalio/common';
import { type WorkflowInfo, workflowInfo } from '@temporalio/workflow';
import { clusterWorkflowId, isCampaignWorkflowId } from '#domain/fleet/ids.ts';
import type { ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';

/**
 * Throws ApplicationFailure for a workflow that no campaign has started as the lock of its cluster. Proofs of identity, the plan's digest,
 * windows of stages and gates are judged by campaigns: a client that starts this type of workflow itself would pass all of them by.
 */
export function refuseStranger(
  { campaignWorkflowId, plan }: Pick<ClusterUpgradeInput, 'campaignWorkflowId' | 'plan'>,
  info: Pick<WorkflowInfo, 'workflowId' | 'namespace' | 'parent'> = workflowInfo(),
): void {
  const { workflowId, namespace, parent } = info;
  const isOfCampaign =
    parent?.workflowId === campaignWorkflowId &&
    parent.namespace === namespace &&
    isCampaignWorkflowId(campaignWorkflowId);
  if (isOfCampaign && workflowId === clusterWorkflowId(plan.resourceId)) return;
  const refused = ApplicationFailure.nonRetryable(
    'Only a campaign upgrades a cluster, by a child workflow whose id is that of the cluster. Nothing was changed.',
    'NotOfACampaign',
  );
  // The Temporal UI would show the lines of this code, as if it were at fault.
  refused.stack = '';
  throw refused;
}
