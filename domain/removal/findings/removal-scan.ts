import type { KnownSummary } from '../../known-findings.ts';
import type { BlindSpot } from '../catalogue/blind-spots.ts';
import { type RemovalFinding, severities } from './removal-finding.ts';
import type { RemovalVerdict } from './removal-verdict.ts';

/** What could not be read; everything else was judged. */
export interface ScanProblem {
  /** "dir/bad.yaml:3", without a line where it is the file as a whole. */
  readonly location: string;
  readonly message: string;
}

/** The answer to whether anything breaks at a target. */
export interface RemovalScan {
  /** "1.34" */
  readonly target: string;
  readonly verdict: RemovalVerdict;
  /** Why no one can say that all is well; null: it can be said. */
  readonly unknown: string | null;
  readonly findings: readonly RemovalFinding[];
  readonly problems: readonly ScanProblem[];
  /** Charts and kustomizations of the input that were not judged as what they become. */
  readonly notRendered: readonly ScanProblem[];
  /** Where known findings were given: they are not among the findings. */
  readonly baseline?: KnownSummary;
  /** What changes for the cluster by the target, and no object shows. */
  readonly checkManually: readonly BlindSpot[];
  readonly statistics: {
    readonly objects: number;
    readonly files: number;
    /** Of the files: those without a Kubernetes object. */
    readonly skipped: number;
    /** Of the skipped files: templates of charts that are not rendered. */
    readonly templates: number;
    /** Files and folders that --exclude, .gitignore and .drydockignore name. */
    readonly ignored: number;
    /** Of audit logs. */
    readonly events: number;
    /** To API servers, pages of lists among them. */
    readonly requests: number;
    readonly pages: number;
    readonly seconds: number;
  };
}

/** Findings in the order in which people want to read them: the worst first, waived ones last. */
export function readingOrder(findings: readonly RemovalFinding[]): readonly RemovalFinding[] {
  const rank = ({ severity, waived }: RemovalFinding) =>
    severities.indexOf(severity) + (waived === null ? 0 : severities.length);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
