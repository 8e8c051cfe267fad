import type { FailureKind } from '#domain/failure.ts';

/** From the API server's status codes to ours (Kubernetes API conventions, "HTTP Status codes"). */
export const statusKinds: ReadonlyMap<number, FailureKind> = new Map([
  [400, 'invalid-request'],
  [401, 'kubernetes-refused'],
  [403, 'kubernetes-refused'],
  [404, 'not-found'],
  [409, 'foreign-change'],
  [422, 'invalid-request'],
  [429, 'throttled'],
]);

/** What a refusal is to us; a server that fails (5xx) is as good as one that does not answer. */
export function failureKindOfStatus(status: number): FailureKind {
  return statusKinds.get(status) ?? (status >= 500 ? 'kubernetes-unreachable' : 'unclassified');
}
