/** What the Temporal UI lists and filters by; `drydock setup` registers them. */
export const searchAttributeTypes = {
  DrydockCampaign: 'Keyword',
  DrydockCluster: 'Keyword',
  DrydockStage: 'Keyword',
  DrydockPhase: 'Keyword',
  DrydockWaitingFor: 'Keyword',
  DrydockTargetVersion: 'Keyword',
  DrydockNeedsAttention: 'Bool',
  DrydockFailed: 'Int',
} as const;
