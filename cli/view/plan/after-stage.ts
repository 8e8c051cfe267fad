import type { StagePlan } from '#domain/plan/contents/plan.ts';

/** "  then soak 12h, gate test (2 approvals by oncall or lead)"; nothing, where the next stage follows at once. */
export function afterStage({ soak, gates }: Pick<StagePlan, 'soak' | 'gates'>): readonly string[] {
  const after = [
    ...(soak === '0s' ? [] : [`soak ${soak}`]),
    ...gates.map(({ name, approvers, quorum }) => {
      const what = quorum === 1 ? 'approval' : `${quorum} approvals`;
      return approvers.length === 0
        ? `gate ${name} (${what})`
        : `gate ${name} (${what} by ${approvers.join(' or ')})`;
    }),
  ];
  return after.length === 0 ? [] : [`  then ${after.join(', ')}`];
}
