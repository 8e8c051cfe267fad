import { auditCluster } from '#domain/audit/audit.ts';
import { type AuditScope, auditInScope } from '#domain/audit/audit-scope.ts';
import { clusterOfLive, type LiveAuditOptions } from '#domain/audit/cluster/cluster-of-live.ts';
import type { LiveReading } from '#domain/audit/cluster/live-reading.ts';
import { whyNoUpgrade } from '#domain/audit/cluster/present-minor.ts';
import type { Severity } from '#domain/audit/control/control.ts';
import { claimsInAnnotation } from '#domain/audit/control/in-object-waivers.ts';
import type { Profile } from '#domain/audit/control/profiles.ts';
import {
  auditedCluster,
  type ClusterAudit,
  type FleetAudit,
  fleetAudit,
  isBlocking,
  skippedCluster,
  unreadCluster,
} from '#domain/audit/fleet/fleet-audit.ts';
import { heldNamespaces } from '#domain/audit/nothing-judged.ts';
import type { Campaign } from '#domain/campaign/campaign.ts';
import { auditClusters, readSelected } from '#procedures/read/read-fleet-audit.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { refuseMissingNamespaces } from '../input/check-namespaces.ts';
import type { Waivers } from '../input/scan-input.ts';
import { untilInterrupted } from '../process/until-interrupted.ts';
import { during } from '../view/terminal/progress.ts';

export interface FleetAuditTerms {
  /** Whose clusters are audited; null: every cluster that can be seen. */
  readonly campaign: Campaign | null;
  readonly options: LiveAuditOptions;
  readonly profile: Profile;
  readonly scope: AuditScope;
  readonly waivers: Waivers;
  readonly failOn: Severity | null;
}

/**
 * Audits the clusters of a selection side by side; `isBlocked`: whether a gate stays closed. A cluster without any of the
 * namespaces is skipped. Throws CommandError (64) for a namespace that no cluster has, and what reading the fleet throws.
 */
export function auditFleet(
  terms: FleetAuditTerms,
): Promise<{ readonly audit: FleetAudit; readonly isBlocked: boolean }> {
  return withGateways((gateways) =>
    untilInterrupted(async (signal) => {
      const { clusters, missing } = await during('reading the fleet', () =>
        readSelected(gateways, terms.campaign),
      );
      const judged = { ...terms, options: { ...terms.options, now: await currentClusterTime(gateways) } };
      const held = new Set<string>();
      let isBlocked = false;
      const audited = await during(
        'auditing clusters',
        (count) =>
          auditClusters(gateways, clusters, {
            signal,
            judge: (cluster, reading) => {
              const one = judge(cluster, reading, judged);
              for (const each of one.held) held.add(each);
              isBlocked ||= one.isBlocked;
              count();
              return one.audit;
            },
            unread: (cluster, because) => {
              count();
              return unreadCluster(cluster, because);
            },
          }),
        { total: clusters.length, unit: 'clusters' },
      );
      const lacking = missing.map((id) =>
        unreadCluster({ name: id, resourceId: id }, 'Azure shows no such cluster'),
      );
      const audit = fleetAudit([...audited, ...lacking], terms);
      if (audit.unknown === undefined)
        refuseMissingNamespaces(terms.scope.namespaces, held, 'in any of the clusters');
      return { audit, isBlocked: isBlocked || audit.unknown !== undefined };
    }),
  );
}

interface JudgedCluster {
  readonly audit: ClusterAudit;
  readonly held: ReadonlySet<string>;
  readonly isBlocked: boolean;
}

function judge(
  named: Pick<ClusterAudit, 'name' | 'resourceId'>,
  reading: LiveReading,
  { options, profile, scope, waivers, failOn }: FleetAuditTerms,
): JudgedCluster {
  const given = clusterOfLive(reading, options);
  const why = whyNoUpgrade(given);
  const held = heldNamespaces(reading.objects);
  if (why !== null) return { audit: unreadCluster(named, why), held, isBlocked: true };
  const areKnown = reading.unread.every(({ part }) => part !== 'namespaces');
  const { namespaces } = scope;
  if (areKnown && namespaces.length > 0 && !namespaces.some((each) => held.has(each)))
    return { audit: skippedCluster(named, `no namespace ${namespaces.join(', ')}`), held, isBlocked: false };
  const claims = reading.objects.flatMap((each) => claimsInAnnotation(each, () => named.name));
  const whole = auditCluster(given, waivers.controls, profile, { claims, policy: waivers.inObject });
  const audit = auditInScope(whole, scope);
  return { audit: auditedCluster(named, audit), held, isBlocked: isBlocking(audit, failOn) };
}
