export const workflowTypes = {
  campaign: 'campaign',
  clusterUpgrade: 'clusterUpgrade',
  freezes: 'freezes',
  nightly: 'nightly',
  fleetRecord: 'fleetRecord',
  usedToken: 'usedToken',
  auditRecord: 'auditRecord',
} as const;

export const queries = {
  /** -> CampaignStatus without the clusters' steps (campaign workflow). */
  campaignStatus: 'campaignStatus',
  /** -> CampaignOutline, or null before it was made (campaign workflow). */
  campaignPlan: 'campaignPlan',
  /** (verb, its request) -> Refusal, or null where the update would be accepted now (campaign workflow). */
  refusal: 'refusal',
  /** -> ClusterReport (cluster workflow). */
  clusterReport: 'clusterReport',
} as const;
