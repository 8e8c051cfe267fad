import { type JudgedPod, judgePod } from '#domain/drain/classify-pod.ts';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';

/** A ready pod `shop/web-1` of a replica set, with label app=web; parts replace what it has. */
export function aDrainPod(parts: Partial<DrainPod> = {}): DrainPod {
  const name = parts.name ?? 'web-1';
  return {
    namespace: 'shop',
    name,
    uid: `uid of ${name}`,
    labels: { app: 'web' },
    phase: 'Running',
    isReady: true,
    isMirror: false,
    controller: ownedBy('ReplicaSet'),
    hasLocalData: false,
    graceSeconds: 30,
    endsAt: null,
    finalizers: [],
    isCritical: false,
    toleratesCordon: false,
    ...parts,
  };
}

export function ownedBy(kind: string, apiVersion = 'apps/v1') {
  return { apiVersion, kind, name: 'web', uid: `uid of ${kind}` };
}

/** Pods as an operator sees them who has allowed nothing. */
export function judged(...pods: readonly DrainPod[]): readonly JudgedPod[] {
  return pods.map((pod) => judgePod(pod, { unmanaged: false, localData: false }));
}

/** A budget `shop/web` for label app=web that is computed; three replicas, all healthy, one may go. */
export function aDrainBudget(parts: Partial<DisruptionBudget> = {}): DisruptionBudget {
  return {
    namespace: 'shop',
    name: 'web',
    selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
    minAvailable: null,
    maxUnavailable: null,
    letsUnreadyGo: false,
    figures: aBudgetStatus(),
    ...parts,
  };
}

export function aBudgetStatus(parts: Partial<NonNullable<DisruptionBudget['figures']>> = {}) {
  return { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, ...parts };
}
