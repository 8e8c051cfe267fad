import { whyPartial } from '../../text/why-partial.ts';
import { newestKnownMinor } from '../catalogue/catalogue.ts';
import type { RemovalFinding } from './removal-finding.ts';

export type RemovalVerdict = 'BLOCK' | 'UNKNOWN' | 'WARN' | 'INFO' | 'WAIVED' | 'PASS';

const worstFirst: readonly RemovalVerdict[] = ['BLOCK', 'UNKNOWN', 'WARN', 'INFO', 'WAIVED', 'PASS'];

/**
 * The worst of all findings; what is waived counts as no worse than that. `unknown`: why no one can say that all is well (null: it
 * can be said), which is no better than UNKNOWN.
 */
export function removalVerdict(findings: readonly RemovalFinding[], unknown: string | null): RemovalVerdict {
  const verdicts = new Set<RemovalVerdict>(
    findings.map(({ severity, waived }) => (waived === null ? severity : 'WAIVED')),
  );
  if (unknown !== null) verdicts.add('UNKNOWN');
  return worstFirst.find((each) => verdicts.has(each)) ?? 'PASS';
}

/** What was scanned. */
interface ScanGround {
  /** A minor of Kubernetes 1. */
  readonly target: number;
  /** Whether there was not one document, object or event to judge. */
  readonly isEmpty: boolean;
  /** The only ones that were asked for; empty: all. */
  readonly namespaces?: readonly string[];
  /** Of these, some hold nothing: the sentence that says so. */
  readonly nothingIn?: string | null;
  /** What charts and kustomizations become could not be seen. */
  readonly failedToRender: number;
  /** Problems in the input: documents, files and audit logs that could not be read. */
  readonly problems?: number;
}

/** Why no one can say that all is well after a scan; null: it can be said. */
export function whyUncertain({
  target,
  isEmpty,
  namespaces = [],
  nothingIn = null,
  failedToRender,
  problems = 0,
}: ScanGround): string | null {
  const reasons = [
    ...(isEmpty ? [`no Kubernetes objects found${namespaces.map((each) => ` in ${each}`).join('')}`] : []),
    ...(nothingIn === null ? [] : [nothingIn]),
    ...(failedToRender === 0 ? [] : [`charts or kustomizations that cannot be rendered: ${failedToRender}`]),
    ...[whyPartial(problems), whyUnknown(target)].filter((each) => each !== null),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** Why no one can say that all is well at this minor of Kubernetes 1; null: it can be said. */
export function whyUnknown(minor: number): string | null {
  if (minor <= newestKnownMinor) return null;
  const isOfLaterMajor = minor === Number.POSITIVE_INFINITY;
  return isOfLaterMajor
    ? `Kubernetes 2 does not exist: only removals known or planned for Kubernetes 1 were checked, up to 1.${newestKnownMinor}`
    : `the catalogue covers Kubernetes up to 1.${newestKnownMinor}; for later minors only planned removals were checked`;
}
