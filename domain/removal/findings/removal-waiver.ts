import type { AcceptedRisk, RemovalFinding } from './removal-finding.ts';

/**
 * Accepts uses of one API version of one kind, or of a feature by whatever object: everywhere, or where a kind, namespace or name is
 * given, there alone.
 */
export interface RemovalWaiver extends AcceptedRisk {
  /** null: of any; only with a feature. */
  readonly apiVersion: string | null;
  /** null: every one; only with a feature. */
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** The id of a feature; null: the API version itself is meant. */
  readonly feature: string | null;
}

/** Whether it has run out by `now` (ms since the epoch). */
export function isExpired({ expires }: AcceptedRisk, now: number): boolean {
  return Date.parse(expires) <= now;
}

/**
 * The findings, those marked that a waiver covers which has not run out by `now`. A list that could not be read can be waived in a
 * scan, by its apiVersion and kind, and never in a campaign.
 */
export function applyWaivers(
  findings: readonly RemovalFinding[],
  waivers: readonly RemovalWaiver[],
  now: number,
  canWaiveUnread = false,
): readonly RemovalFinding[] {
  const valid = waivers.filter((waiver) => !isExpired(waiver, now));
  if (valid.length === 0) return findings;
  return findings.map((finding) => {
    const waiver = valid.find(
      (each) => (canWaiveUnread || finding.severity !== 'UNKNOWN') && covers(each, finding),
    );
    if (waiver === undefined) return finding;
    const { reason, owner, expires } = waiver;
    return { ...finding, waived: { reason, owner, expires } };
  });
}

/** Those that hold and cover nothing of what was found. */
export function idleWaivers(
  waivers: readonly RemovalWaiver[],
  findings: readonly RemovalFinding[],
  now: number,
): readonly RemovalWaiver[] {
  return waivers.filter(
    (waiver) => !isExpired(waiver, now) && !findings.some((finding) => covers(waiver, finding)),
  );
}

/** The waiver that would cover it, had it not run out by `now`; null: there is none. */
export function lapsedWaiver(
  finding: RemovalFinding,
  waivers: readonly RemovalWaiver[],
  now: number,
): RemovalWaiver | null {
  return waivers.find((waiver) => isExpired(waiver, now) && covers(waiver, finding)) ?? null;
}

/** "the waiver of team-shop for PodDisruptionBudget (policy/v1beta1)" */
export function describeWaiver({ owner, kind, apiVersion, feature, namespace, name }: RemovalWaiver): string {
  const place = [namespace, name].filter((each) => each !== null).join('/');
  const whose = [kind ?? 'any kind', place].filter((each) => each !== '').join(' ');
  return `the waiver of ${owner} for ${whose} (${feature ?? apiVersion})`;
}

function covers(waiver: RemovalWaiver, finding: RemovalFinding): boolean {
  return (
    (waiver.apiVersion === null || waiver.apiVersion === finding.apiVersion) &&
    (waiver.kind === null || waiver.kind === finding.kind) &&
    waiver.feature === (finding.feature?.id ?? null) &&
    (waiver.namespace === null || waiver.namespace === finding.namespace) &&
    (waiver.name === null || waiver.name === finding.name)
  );
}
