import type { ApiKind } from './life-of-api.ts';

/** BLOCK: gone at the target. WARN: deprecated there, gone later. INFO: neither yet. UNKNOWN: it could not be read. */
export type RemovalSeverity = 'BLOCK' | 'WARN' | 'INFO' | 'UNKNOWN';

/** Where a use was seen. */
type UseSource = 'manifest';

/** Who has accepted something, why, and until when (RFC 3339). */
export interface AcceptedRisk {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** One object that uses an API version which is to go. */
export interface RemovalFinding {
  readonly rule: 'removed-api' | 'deprecated-api';
  readonly severity: RemovalSeverity;
  readonly apiVersion: string;
  readonly kind: string;
  /** null: none is written. */
  readonly namespace: string | null;
  /** null: it has none (generateName stands in the evidence). */
  readonly name: string | null;
  /** "1.21"; null: never announced. */
  readonly deprecatedIn: string | null;
  /** null: no removal is planned. */
  readonly removedIn: string | null;
  /** The newest successor that the target serves. */
  readonly replacement: ApiKind | null;
  /** What is different in the successor; null: nothing but the apiVersion. */
  readonly changes: string | null;
  readonly source: UseSource;
  /** "dir/file.yaml:12" */
  readonly location: string;
  readonly evidence: string;
  /** Who has accepted it until when; null: nobody. */
  readonly waived: AcceptedRisk | null;
}
