import {
  defineSearchAttributeKey,
  type SearchAttributeUpdatePair,
  type TypedSearchAttributes,
} from '@temporalio/common';

export const keys = {
  DrydockCampaign: defineSearchAttributeKey('DrydockCampaign', 'KEYWORD'),
  DrydockCluster: defineSearchAttributeKey('DrydockCluster', 'KEYWORD'),
  DrydockStage: defineSearchAttributeKey('DrydockStage', 'KEYWORD'),
  DrydockPhase: defineSearchAttributeKey('DrydockPhase', 'KEYWORD'),
  DrydockWaitingFor: defineSearchAttributeKey('DrydockWaitingFor', 'KEYWORD'),
  DrydockTargetVersion: defineSearchAttributeKey('DrydockTargetVersion', 'KEYWORD'),
  DrydockNeedsAttention: defineSearchAttributeKey('DrydockNeedsAttention', 'BOOL'),
  DrydockFailed: defineSearchAttributeKey('DrydockFailed', 'INT'),
} as const;

/** Those of `wanted` that differ from what stands: every upsert is an event in history. */
export function changedAttributes(
  current: TypedSearchAttributes,
  wanted: readonly SearchAttributeUpdatePair[],
): SearchAttributeUpdatePair[] {
  return wanted.filter(({ key, value }) => (current.get(key) ?? null) !== value);
}
