import type { Audit, ControlReport, ControlStatus } from '../audit.ts';
import { type AuditScope, failsAt } from '../audit-scope.ts';
import { type Severity, severities } from '../control/control.ts';
import { isInProfile, type Profile, profileOf } from '../control/profiles.ts';
import { controls as allControls } from '../controls/controls.ts';

type Named = { readonly name: string; readonly resourceId: string };

/** How one cluster stands; counts instead of findings, so that a fleet fits into memory. */
export type ClusterAudit = Named & {
  readonly verdict: Audit['verdict'] | 'NOT_READ' | 'NOT_APPLICABLE';
  /** Why it was not read, or has nothing of what was asked for; null: it was judged. */
  readonly because: string | null;
  /** Failures and warnings without a waiver. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** By the id of a control; empty where nothing was judged. */
  readonly controls: Readonly<Record<string, ControlCell>>;
};

interface ControlCell {
  readonly status: ControlStatus;
  /** Failures and warnings without a waiver, and what could not be read. */
  readonly findings: number;
}

export interface FleetAudit {
  readonly verdict: Audit['verdict'];
  /** Why the result is INCOMPLETE, whatever the verdict; absent: everything was read. */
  readonly unknown?: string;
  readonly controls: readonly Pick<ControlReport, 'id' | 'title' | 'area' | 'severity' | 'profile'>[];
  readonly clusters: readonly ClusterAudit[];
}

const none = Object.fromEntries(severities.map((each) => [each, 0])) as Record<Severity, number>;

export function auditedCluster(
  { name, resourceId }: Named,
  audit: Pick<Audit, 'verdict' | 'controls'>,
): ClusterAudit {
  const findings = { ...none };
  const cells = audit.controls.map((control) => {
    const open = control.evidence.filter(
      ({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived === undefined,
    );
    for (const { severity } of open) findings[severity] += 1;
    const undecided = control.undecided.filter(({ waived }) => waived === undefined);
    return [control.id, { status: control.status, findings: open.length + undecided.length }] as const;
  });
  const controls = Object.fromEntries(cells);
  return { name, resourceId, verdict: audit.verdict, because: null, findings, controls };
}

export function unreadCluster({ name, resourceId }: Named, because: string): ClusterAudit {
  return { name, resourceId, verdict: 'NOT_READ', because, findings: none, controls: {} };
}

/** It has nothing of what was asked for, and counts for nothing. */
export function skippedCluster(named: Named, because: string): ClusterAudit {
  return { ...unreadCluster(named, because), verdict: 'NOT_APPLICABLE' };
}

/**
 * The clusters of a selection side by side: as bad as the worst of them. One that was not read, or no cluster at all, never
 * passes.
 */
export function fleetAudit(
  clusters: readonly ClusterAudit[],
  { profile, scope }: { readonly profile: Profile; readonly scope: Pick<AuditScope, 'controls' | 'areas'> },
): FleetAudit {
  const verdicts = new Set(clusters.map(({ verdict }) => (verdict === 'NOT_READ' ? 'UNKNOWN' : verdict)));
  const worst = (['FAIL', 'UNKNOWN', 'WARN'] as const).find((each) => verdicts.has(each)) ?? 'PASS';
  const unread = clusters.filter(({ verdict }) => verdict === 'NOT_READ').map(({ name }) => name);
  const unknown =
    clusters.length === 0
      ? 'the selection has no cluster'
      : unread.length === 0
        ? undefined
        : `${unread.length} of ${clusters.length} clusters were not read (${unread.slice(0, 5).join(', ')}${unread.length > 5 ? ', …' : ''})`;
  return {
    verdict: clusters.length === 0 ? 'UNKNOWN' : worst,
    ...(unknown === undefined ? {} : { unknown }),
    controls: allControls
      .filter(({ id }) => isInProfile(id, profile))
      .filter(({ id }) => scope.controls.length === 0 || scope.controls.includes(id))
      .filter(({ area }) => scope.areas.length === 0 || scope.areas.includes(area))
      .map(({ id, title, area, severity }) => ({ id, title, area, severity, profile: profileOf(id) })),
    clusters,
  };
}

/** Whether a gate stays closed for a cluster: it fails or is unknown, or, with a limit, has something at least that severe. */
export function isBlocking(audit: Pick<Audit, 'verdict' | 'controls'>, failOn: Severity | null): boolean {
  const isFailing = audit.verdict === 'FAIL' || audit.verdict === 'UNKNOWN';
  return isFailing && (failOn === null || failsAt(audit, failOn));
}
