import type { Severity } from '../control/severity.ts';
import type { ClusterAudit } from './fleet-audit.ts';

/** One cluster of a scheduled audit, as much as its workflow keeps. */
export interface AuditedFigures extends Pick<ClusterAudit, 'name' | 'verdict' | 'because' | 'findings'> {
  /** Failures, warnings and what could not be judged, by control; none: absent. */
  readonly controls: Readonly<Record<string, number>>;
}

/** What the last scheduled audit found, for whoever watches all of it: sums instead of clusters times controls. */
export interface AuditSummary {
  /** Campaign time, RFC 3339. */
  readonly at: string;
  readonly clusters: readonly (Pick<ClusterAudit, 'name' | 'findings'> & { readonly isRead: boolean })[];
  readonly controls: Readonly<Record<string, number>>;
}

const worstFirst: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const mostClusters = 500;

export function figuresOf({ name, verdict, because, findings, controls }: ClusterAudit): AuditedFigures {
  const deviating = Object.entries(controls).filter(([, cell]) => cell.findings > 0);
  return {
    name,
    verdict,
    because,
    findings,
    controls: Object.fromEntries(deviating.map(([id, cell]) => [id, cell.findings])),
  };
}

/** Of more clusters than 500 the first; the sums by control are of all. */
export function summarizeAudit(figures: readonly AuditedFigures[], at: string): AuditSummary {
  const controls: Record<string, number> = {};
  for (const { controls: own } of figures)
    for (const [id, count] of Object.entries(own)) controls[id] = (controls[id] ?? 0) + count;
  const clusters = figures
    .slice(0, mostClusters)
    .map(({ name, findings, because }) => ({ name, findings, isRead: because === null }));
  return { at, clusters, controls };
}

/** "12 critical, 3 low"; empty: none. */
export function describeFindings(findings: ClusterAudit['findings']): string {
  return worstFirst
    .filter((each) => findings[each] > 0)
    .map((each) => `${findings[each]} ${each}`)
    .join(', ');
}
