import type { Condition } from './condition.ts';
import type { JsonPath } from './json-path.ts';

/**
 * A health signal from outside the cluster. The limits are those of Argo Rollouts' AnalysisTemplate
 * (argo-rollouts.readthedocs.io, "Analysis"), over the last `count` measurements, because a soak has no last one.
 */
export interface Metric {
  readonly name: string;
  readonly source: PrometheusQuery | WebProbe;
  /** Between two measurements; campaign time. */
  readonly intervalMs: number;
  /** Measurements judged together. */
  readonly count: number;
  /** How many of them may fail. */
  readonly failureLimit: number;
  /** How many errors in a row are allowed. */
  readonly consecutiveErrorLimit: number;
}

export interface PrometheusQuery {
  readonly kind: 'prometheus';
  /** "https://prometheus.example/prefix"; may have placeholders, as `query` may. */
  readonly address: string;
  readonly query: string;
  /** Every sample must meet it. */
  readonly success: Condition;
  /** The outcome of an empty result. */
  readonly noData: 'Inconclusive' | 'Success' | 'Failure';
  /** azure: the worker's own identity, for Azure Monitor. */
  readonly auth: 'none' | 'azure' | TokenVariable;
}

interface TokenVariable {
  /** The worker's environment variable with the bearer token. */
  readonly env: string;
}

export interface WebProbe {
  readonly kind: 'web';
  /** May have placeholders. */
  readonly url: string;
  /** null: any 2xx. */
  readonly wants: { readonly path: JsonPath; readonly value: string | number | boolean } | null;
}

/**
 * Whether a variable may be sent to an address from a campaign file: its author must not reach the worker's other
 * secrets. Names that end in TOKEN are redacted (worker/secrets.ts).
 */
export function isMetricToken(variable: string): boolean {
  return /^DRYDOCK_METRIC_([A-Z0-9]+_)*TOKEN$/.test(variable);
}

/** The form that workspaces have in every cloud; the worker sends its identity to those of its own cloud alone. */
export function isAzureMonitorHost(hostname: string): boolean {
  return /\.prometheus\.monitor\.[a-z0-9.-]+$/.test(hostname);
}

/** none: an error, neither success nor failure. */
export type Measurement =
  | { readonly outcome: 'success' }
  /** Follows "metric error-rate ": "is 0.05, expected < 0.01". */
  | { readonly outcome: 'failure'; readonly reason: string }
  /** Why nothing was measured: a sentence or a part of one. */
  | { readonly outcome: 'none'; readonly why: string };
