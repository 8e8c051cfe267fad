import type { ApiKind } from '../catalogue/life-of-api.ts';
import type { FeatureNote } from '../features/feature.ts';
import type { Actor } from './actor.ts';
import type { AksStop } from './aks-stop.ts';

/** The worst first. */
export const severities = ['BLOCK', 'UNKNOWN', 'WARN', 'INFO'] as const;

/** BLOCK: gone at the target. UNKNOWN: it could not be read. WARN: deprecated there, gone later. INFO: neither yet. */
type RemovalSeverity = (typeof severities)[number];

/** Where a use was seen. */
type UseSource =
  | 'manifest'
  | 'live-object'
  | 'last-applied'
  | 'managed-fields'
  | 'api-metrics'
  | 'helm-release'
  | 'inventory'
  | 'audit-log'
  | 'custom-resource';

/** Who has accepted something, why, and until when (RFC 3339). */
export interface AcceptedRisk {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/**
 * `…-api`: its own API version. `…-feature`: what it asks for beside that. `custom-resource`: versions of its definition.
 * `named-version`: it names what is gone, in rules of webhooks and roles.
 */
export const findingRules = [
  'removed-api',
  'deprecated-api',
  'removed-feature',
  'deprecated-feature',
  'custom-resource',
  'named-version',
  'unread-source',
] as const;
type FindingRule = (typeof findingRules)[number];

/** One object that uses an API version or a feature which is to go. */
export interface RemovalFinding {
  readonly rule: FindingRule;
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
  /** What ends where it is not the object's own API version; null: it is. */
  readonly feature: FeatureNote | null;
  readonly source: UseSource;
  /** "dir/file.yaml:12"; of a cluster: "Ingress/shop/web", "/metrics" */
  readonly location: string;
  readonly evidence: string;
  /** What it names, where one object may name several: "hook.example.com apps/deployments". A baseline knows it again by these. */
  readonly facts?: readonly string[];
  /** Of an object without a name. */
  readonly generateName?: string;
  /** Who owns it, writes it, requests it or delivers it; empty: unknown. */
  readonly who: readonly Actor[];
  /** When it was last seen in use (RFC 3339); null: the source does not say. */
  readonly lastSeen: string | null;
  /** Whether AKS itself would refuse the upgrade for it; null: it is no use of a cluster. */
  readonly aks: AksStop | null;
  /** Who has accepted it until when; null: no one. */
  readonly waived: AcceptedRisk | null;
}
