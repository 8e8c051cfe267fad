import { newestKnownMinor } from './catalogue.ts';
import type { RemovalFinding } from './removal-finding.ts';

export type RemovalVerdict = 'BLOCK' | 'UNKNOWN' | 'WARN' | 'INFO' | 'WAIVED' | 'PASS';

const worstFirst: readonly RemovalVerdict[] = ['BLOCK', 'UNKNOWN', 'WARN', 'INFO', 'WAIVED', 'PASS'];

/** The worst of all findings; what is waived counts as no worse than that. */
export function removalVerdict(findings: readonly RemovalFinding[], minor: number): RemovalVerdict {
  const verdicts = new Set<RemovalVerdict>(
    findings.map(({ severity, waived }) => (waived === null ? severity : 'WAIVED')),
  );
  if (whyUnknown(minor) !== null) verdicts.add('UNKNOWN');
  return worstFirst.find((each) => verdicts.has(each)) ?? 'PASS';
}

/** Why nobody can say that all is well at this minor of Kubernetes 1; null: it can be said. */
export function whyUnknown(minor: number): string | null {
  return minor <= newestKnownMinor
    ? null
    : `the catalogue knows Kubernetes up to 1.${newestKnownMinor}; of later minors only what is planned was judged`;
}
