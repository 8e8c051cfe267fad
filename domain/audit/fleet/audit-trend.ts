import { type Severity, severities } from '../control/control.ts';
import { controls as allControls } from '../controls/controls.ts';
import type { AuditState, ControlState } from './audit-record.ts';
import { digestsIn } from './remembered-findings.ts';

/** What became of the findings of a control or a cluster since the audit before. */
export interface Trend {
  readonly findings: number;
  /** null: not known of all of them. */
  readonly new: number | null;
  readonly gone: number | null;
  /** Since when the oldest is there, RFC 3339; null: there is none, or it is not known. */
  readonly oldest: string | null;
}

interface ControlTrend extends Trend, Pick<ControlState, 'id' | 'status' | 'goneNames'> {
  readonly severity: Severity;
}

export type ClusterTrend = Trend &
  Pick<AuditState, 'name' | 'resourceId' | 'verdict' | 'at' | 'tried' | 'because'> & {
    readonly controls: readonly ControlTrend[];
  };

const bySeverity = new Map(allControls.map(({ id, severity }) => [id, severity]));

/** By name; the controls with the most severe first. `only`: these controls; empty: all. */
export function auditTrend(
  states: readonly AuditState[],
  only: readonly string[] = [],
): readonly ClusterTrend[] {
  return states
    .map(({ name, resourceId, verdict, at, tried, because, controls }) => {
      const shown = controls
        .filter(({ id }) => only.length === 0 || only.includes(id))
        .map(
          ({ id, status, findings, new: added, gone, goneNames, ages }): ControlTrend => ({
            id,
            status,
            findings,
            new: added,
            gone,
            goneNames,
            severity: bySeverity.get(id) ?? 'info',
            oldest:
              ages
                ?.filter(({ digests }) => digestsIn(digests).length > 0)
                .map(({ since }) => since)
                .toSorted()[0] ?? null,
          }),
        )
        .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
      return { name, resourceId, verdict, at, tried, because, ...sumTrends(shown), controls: shown };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** As unknown as the least known of them. */
export function sumTrends(trends: readonly Trend[]): Trend {
  const sumOf = (of: (trend: Trend) => number | null) =>
    trends.reduce<number | null>((sum, each) => {
      const count = of(each);
      return sum === null || count === null ? null : sum + count;
    }, 0);
  const isKnown = trends.every(({ findings, oldest }) => findings === 0 || oldest !== null);
  return {
    findings: sumOf(({ findings }) => findings) ?? 0,
    new: sumOf((each) => each.new),
    gone: sumOf(({ gone }) => gone),
    oldest: isKnown ? (trends.flatMap(({ oldest }) => oldest ?? []).toSorted()[0] ?? null) : null,
  };
}
