/** The newest minor of Kubernetes 1 whose policy is known (k8s.io/pod-security-admission v0.37). */
export const newestPssMinor = 37;

const form = /^v?1\.(0|[1-9]\d{0,2})(?:\.\d+)?$/;

/**
 * The minor of a policy version: "v1.34", "1.34", "1.34.1" or "latest". What is newer than known is judged as the newest known is
 * (as the API server does). null: no version.
 */
export function pssMinorOf(text: string): number | null {
  if (text === 'latest') return newestPssMinor;
  const minor = form.exec(text)?.[1];
  return minor === undefined ? null : Math.min(Number(minor), newestPssMinor);
}
