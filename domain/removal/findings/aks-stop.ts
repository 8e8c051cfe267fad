/** Whether AKS itself would refuse to upgrade the control plane because of a use. */
export interface AksStop {
  /** no: not by what is seen here; AKS keeps a record of its own. */
  readonly stops: 'yes' | 'perhaps' | 'no';
  /** Until when, without further use; null: it does not stop, or that is unknown. */
  readonly until: string | null;
}

/** What was seen of a use that AKS might count. Instants are ms since the epoch. */
export interface SeenCalls {
  readonly hasWritten: boolean;
  /** The last call; null: only that it was after `since`. */
  readonly last: number | null;
  /** Since when calls were counted; null: unknown. */
  readonly since: number | null;
  /** The last call was not after it; absent, or null: that is not known. */
  readonly noLaterThan?: number | null;
}

export const neverStops: AksStop = { stops: 'no', until: null };

/** Of the control plane's minor of Kubernetes 1. */
const firstTarget = 26;
const hourMs = 3_600_000;
/** AKS looks back 12 hours at what it notes once an hour. */
const lookBackMs = 12 * hourMs;
const noteEveryMs = hourMs;

/**
 * AKS refuses the upgrade to 1.26 and later (UpgradeBlockedOnDeprecatedAPIUsage) while something that the target has not
 * was used within 12 hours; it does not count get, list and watch, nor anything at rest: releases, files, annotations.
 * learn.microsoft.com/azure/aks/stop-cluster-upgrade-api-breaking-changes
 */
export function judgeAksStop(
  calls: SeenCalls,
  use: { readonly isGone: boolean },
  target: number,
  now: number,
): AksStop {
  if (!use.isGone || !calls.hasWritten || target < firstTarget) return neverStops;
  const { last, since, noLaterThan = null } = calls;
  const atMost = last ?? noLaterThan;
  if (atMost !== null) {
    const until = atMost + lookBackMs + noteEveryMs;
    const stops = last === null ? 'perhaps' : 'yes';
    return now < until ? { stops, until: new Date(until).toISOString() } : neverStops;
  }
  const isWithin = since !== null && now - since <= lookBackMs;
  return { stops: isWithin ? 'yes' : 'perhaps', until: null };
}

const order = ['no', 'perhaps', 'yes'] as const;

/** What holds where either is true. null: there is no cluster that AKS could stop. */
export function worseStop(one: AksStop | null, other: AksStop | null): AksStop | null {
  if (one === null || other === null) return one ?? other;
  const [worse, milder] = order.indexOf(one.stops) < order.indexOf(other.stops) ? [other, one] : [one, other];
  const isLonger = worse.stops === milder.stops && (milder.until ?? '') > (worse.until ?? '');
  return isLonger ? milder : worse;
}
