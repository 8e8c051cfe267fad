import type { Condition } from './condition.ts';
import type { JsonPath } from './json-path.ts';

/**
 * Something outside of the cluster that says how well it is. Limits are those of Argo Rollouts' AnalysisTemplate
 * (argo-rollouts.readthedocs.io, "Analysis"), over the last `count` measurements: a soak has no last one.
 */
export interface Metric {
  readonly name: string;
  readonly source: PrometheusQuery | WebProbe;
  /** Between two measurements; campaign time. */
  readonly intervalMs: number;
  /** So many measurements are judged together. */
  readonly count: number;
  /** So many of them may fail. */
  readonly failureLimit: number;
  /** So many in a row may fail to measure anything. */
  readonly consecutiveErrorLimit: number;
}

export interface PrometheusQuery {
  readonly kind: 'prometheus';
  /** "https://prometheus.example/prefix"; may have placeholders, as `query` may. */
  readonly address: string;
  readonly query: string;
  /** What every sample has to be. */
  readonly success: Condition;
  /** What a query that finds nothing is. */
  readonly noData: 'Inconclusive' | 'Success' | 'Failure';
  /** azure: our own identity, as Azure Monitor asks for it. */
  readonly auth: 'none' | 'azure' | TokenVariable;
}

interface TokenVariable {
  /** The variable of the worker's environment that has the bearer token. */
  readonly env: string;
}

export interface WebProbe {
  readonly kind: 'web';
  /** May have placeholders. */
  readonly url: string;
  /** null: any 2xx will do. */
  readonly wants: { readonly path: JsonPath; readonly value: string | number | boolean } | null;
}

/**
 * Whether a variable may be sent to an address that a campaign names. Whoever writes campaigns is not to reach the
 * worker's other secrets; names that end in TOKEN are redacted (worker/secrets.ts).
 */
export function isMetricToken(variable: string): boolean {
  return /^DRYDOCK_METRIC_([A-Z0-9]+_)*TOKEN$/.test(variable);
}

/** One measurement. none: it says neither that it is well nor that it is not. */
export type Measurement =
  | { readonly outcome: 'success' }
  /** What follows "metric error-rate ": "is 0.05, not < 0.01". */
  | { readonly outcome: 'failure'; readonly reason: string }
  /** Why nothing was measured: a sentence or a part of one. */
  | { readonly outcome: 'none'; readonly why: string };
