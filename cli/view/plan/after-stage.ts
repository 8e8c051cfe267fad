import type { StagePlan } from '#domain/plan/contents/plan.ts';

/**
 * "  then soak 12h, gate test (2 approvals by oncall or lead)" of each stage; nothing, where the next stage follows at once.
 * `isChanged`: whether anything is done to any cluster of the stage.
 */
export function afterStages<S extends Pick<StagePlan, 'soak' | 'gates' | 'key'>>(
  stages: readonly S[],
  isChanged: (stage: S) => boolean,
): ReadonlyMap<S, readonly string[]> {
  const last = stages.findLastIndex(isChanged);
  return new Map(
    stages.map((stage, index) => [stage, afterStage(stage, isChanged(stage), index < last)] as const),
  );
}

function afterStage(
  { soak, gates, key }: Pick<StagePlan, 'soak' | 'gates' | 'key'>,
  isChanged: boolean,
  isChangedLater: boolean,
): readonly string[] {
  // Images soak for the next stage wherever they run; they have a key.
  const soaks = soak !== '0s' && (isChanged || key !== undefined);
  const after = [
    ...(soaks ? [`soak ${soak}`] : []),
    ...gates.map(({ name, approvers, quorum }) => {
      if (!isChangedLater) return `gate ${name} not requested: nothing to change in later stages`;
      const what = quorum === 1 ? 'approval' : `${quorum} approvals`;
      return approvers.length === 0
        ? `gate ${name} (${what})`
        : `gate ${name} (${what} by ${approvers.join(' or ')})`;
    }),
  ];
  return after.length === 0 ? [] : [`  then ${after.join(', ')}`];
}
