/** A budget's number: a count of pods, or a percentage like "30%". */
type IntOrPercent = number | string;

export interface BudgetInput {
  readonly minAvailable?: IntOrPercent | undefined;
  readonly maxUnavailable?: IntOrPercent | undefined;
  /** Pods the selector picks. */
  readonly matchedPods: number;
  /** Sum of the replicas of the distinct controllers of those pods. */
  readonly scale: number;
  /** Matched pods that are Ready, not terminating and not about to be disrupted. */
  readonly currentHealthy: number;
}

export interface BudgetFigures {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  readonly currentHealthy: number;
  readonly disruptionsAllowed: number;
}

/**
 * The arithmetic of Kubernetes' disruption controller: percentages round up on both sides, a plain
 * minAvailable expects as many pods as it finds, and nothing is allowed where no pod is expected.
 */
export function computeBudget(input: BudgetInput): BudgetFigures {
  const { expectedPods, desiredHealthy } = expectation(input);
  const { currentHealthy } = input;
  const disruptionsAllowed = expectedPods <= 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  return { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed };
}

function expectation({ minAvailable, maxUnavailable, matchedPods, scale }: BudgetInput) {
  if (maxUnavailable !== undefined) {
    return { expectedPods: scale, desiredHealthy: Math.max(0, scale - roundUp(maxUnavailable, scale)) };
  }
  if (typeof minAvailable === 'number') return { expectedPods: matchedPods, desiredHealthy: minAvailable };
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  return { expectedPods: scale, desiredHealthy: roundUp(minAvailable, scale) };
}

function roundUp(value: IntOrPercent, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}
