import type { V1LabelSelector, V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { BudgetFigures, DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { LabelSelector } from '#domain/drain/label-selector.ts';

export const budgetsPath = '/apis/policy/v1/poddisruptionbudgets';

export function toBudget(found: V1PodDisruptionBudget): DisruptionBudget {
  const { metadata, spec } = found;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    selector: spec?.selector === undefined ? null : toSelector(spec.selector),
    minAvailable: spec?.minAvailable ?? null,
    maxUnavailable: spec?.maxUnavailable ?? null,
    letsUnreadyGo: spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow',
    figures: figuresOf(found),
  };
}

function toSelector({ matchLabels, matchExpressions }: V1LabelSelector): LabelSelector {
  return {
    matchLabels: matchLabels ?? {},
    matchExpressions: (matchExpressions ?? []).map(({ key, operator, values }) => ({
      key,
      operator,
      values: values ?? [],
    })),
  };
}

/** Only of a status that belongs to what the budget says now, and that could be computed. */
function figuresOf({ metadata, status }: V1PodDisruptionBudget): BudgetFigures | null {
  if (status === undefined || (status.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return null;
  const cannotBe = status.conditions?.some(
    ({ type, status: state, reason }) =>
      type === 'DisruptionAllowed' && state === 'False' && reason === 'SyncFailed',
  );
  if (cannotBe) return null;
  // Zeros travel in a status, but the client's types do not promise it.
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = status;
  return { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods };
}
