/** A cluster, or one of its node pools, as its ARM id names it; the spelling is Azure's. */
export interface ResourceName {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** The cluster's. */
  readonly name: string;
  /** null: the cluster itself. */
  readonly pool: string | null;
}

const form =
  /^\/subscriptions\/(?<subscriptionId>[^/]+)\/resourceGroups\/(?<resourceGroup>[^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters\/(?<name>[^/]+)(?:\/agentPools\/(?<pool>[^/]+))?\/?$/i;

/**
 * Takes the id of an AKS cluster or node pool apart, in whichever case it is written.
 * Throws a RangeError for anything else.
 */
export function parseResourceId(id: string): ResourceName {
  const { subscriptionId, resourceGroup, name, pool } = form.exec(id)?.groups ?? {};
  if (subscriptionId === undefined || resourceGroup === undefined || name === undefined)
    throw new RangeError(`not the resource id of an AKS cluster or node pool: ${id}`);
  return { subscriptionId, resourceGroup, name, pool: pool ?? null };
}

export function isResourceId(id: string): boolean {
  return form.test(id);
}

/** ARM ids are the same whatever their case. */
export function sameResource(a: string, b: string): boolean {
  return resourceKey(a) === resourceKey(b);
}

/** The key of a resource in maps. */
export function resourceKey(id: string): string {
  return id.replace(/\/$/, '').toLowerCase();
}

export function agentPoolId(clusterId: string, pool: string): string {
  return `${clusterId.replace(/\/$/, '')}/agentPools/${pool}`;
}

/**
 * `aks/SUBSCRIPTION/GROUP/CLUSTER` in lower case: the same for every spelling, because this id is the lock of
 * the cluster. Throws as `parseResourceId`.
 */
export function clusterWorkflowId(resourceId: string): string {
  const { subscriptionId, resourceGroup, name } = parseResourceId(resourceId);
  return `aks/${subscriptionId}/${resourceGroup}/${name}`.toLowerCase();
}

const ofCampaign = 'campaign/';

export function campaignWorkflowId(name: string): string {
  return `${ofCampaign}${name}`;
}

export function isCampaignWorkflowId(workflowId: string): boolean {
  return workflowId.startsWith(ofCampaign);
}

const scheduled = 'nightly/';

/** Of the workflow that a schedule starts; Temporal adds the time. */
export function nightlyWorkflowId(schedule: string): string {
  return `${scheduled}${schedule}`;
}

export function isNightlyWorkflowId(workflowId: string | undefined): boolean {
  return workflowId?.startsWith(scheduled) === true;
}
