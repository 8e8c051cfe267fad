/** A search attribute of ours: what the Temporal UI lists and filters campaigns by. */
export interface SearchAttribute {
  readonly name: string;
  readonly type: 'Keyword' | 'Bool' | 'Int';
}

/** All that Drydock needs; `drydock setup` registers them, `drydock start` asks for them first. */
export const searchAttributes: readonly SearchAttribute[] = [
  { name: 'DrydockCampaign', type: 'Keyword' },
  { name: 'DrydockCluster', type: 'Keyword' },
  { name: 'DrydockStage', type: 'Keyword' },
  { name: 'DrydockPhase', type: 'Keyword' },
  { name: 'DrydockWaitingFor', type: 'Keyword' },
  { name: 'DrydockTargetVersion', type: 'Keyword' },
  { name: 'DrydockNeedsAttention', type: 'Bool' },
  { name: 'DrydockFailed', type: 'Int' },
];
