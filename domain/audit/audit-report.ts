import type { KnownSummary } from '../known-findings.ts';
import type { Audit } from './audit.ts';
import type { Fix, Unfixed } from './fix/propose-fixes.ts';
import type { ItemReport } from './judge-items.ts';
import type { PssLevel } from './pod-security/pod/pss-check.ts';

/** `drydock audit -o json`, without what every answer has. */
export interface AuditReport extends Audit {
  readonly pods: readonly JudgedPod[];
  readonly problems: readonly AuditProblem[];
  /** Why the verdict is UNKNOWN although no control is. */
  readonly unknown?: string;
  /** Of a cluster that runs. */
  readonly statistics?: AuditStatistics;
  /** Where known findings were given: they are in no control. */
  readonly baseline?: KnownSummary;
  /** Of the benchmarks that were asked for. */
  readonly items?: readonly ItemReport[];
  /** Where they were asked for. */
  readonly fixes?: readonly Fix[];
  readonly unfixed?: readonly Unfixed[];
  /** Of manifests. */
  readonly input?: AuditedFiles;
}

interface AuditedFiles {
  readonly files: number;
  /** Of these: those without a Kubernetes object. */
  readonly skipped: number;
  /** Of the skipped files: templates of charts that are not rendered. */
  readonly templates: number;
  /** Files and folders that --exclude, .gitignore and .drydockignore name. */
  readonly ignored: number;
  /** Charts and kustomizations that were not judged as what they become. */
  readonly notRendered: readonly AuditProblem[];
  /** Objects that have a pod template and whose kind is unknown, so that no control judged it: "Fleet/shop/web". */
  readonly unknownKinds: readonly string[];
}

interface AuditStatistics {
  readonly objects: number;
  /** To the API server, pages among them. */
  readonly requests: number;
  readonly pages: number;
  readonly seconds: number;
}

interface AuditProblem {
  /** "dir/bad.yaml:3" */
  readonly location: string;
  readonly message: string;
}

/** A pod, or the template of a workload, of any namespace. */
export interface JudgedPod {
  readonly location: string;
  readonly kind: string;
  /** The object's own; null where it has none. */
  readonly namespace: string | null;
  readonly name: string | null;
  readonly allowed: Readonly<Record<PssLevel, boolean>>;
  readonly violations: readonly {
    readonly level: PssLevel;
    readonly check: string;
    readonly reason: string;
  }[];
}
