/** One measurement. none: it says neither that it is well nor that it is not. */
export type Measurement =
  | { readonly outcome: 'success' }
  /** What follows "metric error-rate ": "is 0.05, not < 0.01". */
  | { readonly outcome: 'failure'; readonly told: string }
  /** Why nothing was measured: a sentence or a part of one. */
  | { readonly outcome: 'none'; readonly why: string };
