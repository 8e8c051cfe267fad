import { compareVersions, minorsBetween, parseVersion } from './kubernetes-version.ts';

/** Since 1.28 (Kubernetes version skew policy; AKS's error text says three as well). */
const mostMinorsBehind = 3;
const warnFromMinorsBehind = 2;

export type SkewVerdict =
  | { readonly ok: true; readonly warning: string | null }
  | { readonly ok: false; readonly reason: string };

/** Nodes may never be ahead of the control plane, and at most three minors behind it. */
export function judgeSkew(controlPlane: string, pool: string): SkewVerdict {
  const unread = [controlPlane, pool].find((version) => parseVersion(version) === null);
  if (unread !== undefined) return { ok: false, reason: `"${unread}" is not a Kubernetes version` };
  if (compareVersions(pool, controlPlane) > 0)
    return { ok: false, reason: `${pool} would be ahead of the control plane (${controlPlane})` };
  const behind = minorsBetween(pool, controlPlane);
  if (behind === null || behind > mostMinorsBehind)
    return {
      ok: false,
      reason: `${pool} would be more than ${mostMinorsBehind} minors behind the control plane (${controlPlane})`,
    };
  const warning = `${pool} is ${behind} minors behind the control plane (${controlPlane}); ${mostMinorsBehind} is the limit`;
  return { ok: true, warning: behind >= warnFromMinorsBehind ? warning : null };
}
