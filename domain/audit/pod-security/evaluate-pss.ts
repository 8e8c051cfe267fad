import type { Pod } from './pod/pod.ts';
import { withDefaults } from './pod/pod-defaults.ts';
import type { Complaint, PssCheck, PssCheckVersion, PssLevel } from './pod/pss-check.ts';
import { newestPssMinor } from './pod/pss-version.ts';
import { pssChecks } from './pss-checks.ts';

export interface PssViolation {
  /** The level that the check belongs to. */
  readonly level: PssLevel;
  /** Upstream's id of the check. */
  readonly check: string;
  /** What the API server would say: reason and, in parentheses, who is to blame. */
  readonly reason: string;
  readonly containers: readonly string[];
  readonly isOfPod: boolean;
}

/**
 * What a level of the Pod Security Standards forbids of a pod, by the policy of a minor of Kubernetes 1; empty: it is allowed.
 * Agrees with k8s.io/pod-security-admission, which test/conformance/security/pod-security.test.ts asks the same. A newer minor than known
 * is judged as the newest known.
 */
export function evaluatePss(pod: Pod, level: PssLevel, minor: number): readonly PssViolation[] {
  const seen = withDefaults(pod);
  return checksAt(level, Math.min(minor, newestPssMinor)).flatMap(({ check, version }) => {
    const complaint = version.judge(seen);
    return complaint === null ? [] : [violation(check, complaint)];
  });
}

/** The verdicts of both levels, and whatever either of them forbids, each once. */
export function evaluateBothLevels(pod: Pod, minor: number): PssVerdict {
  const baseline = evaluatePss(pod, 'baseline', minor);
  const restricted = evaluatePss(pod, 'restricted', minor);
  return {
    allowed: { baseline: baseline.length === 0, restricted: restricted.length === 0 },
    violations: [...baseline, ...restricted.filter(({ level }) => level === 'restricted')],
  };
}

export interface PssVerdict {
  readonly allowed: Readonly<Record<PssLevel, boolean>>;
  readonly violations: readonly PssViolation[];
}

function violation(
  { id, level }: PssCheck,
  { reason, detail, containers, isOfPod }: Complaint,
): PssViolation {
  return { level, check: id, reason: `${reason} (${detail})`, containers, isOfPod };
}

function checksAt(level: PssLevel, minor: number): readonly AppliedCheck[] {
  const applied = pssChecks.flatMap((check) => appliedAt(check, minor));
  if (level === 'baseline') return applied.filter(({ check }) => check.level === 'baseline');
  const overridden = new Set(applied.flatMap(({ version }) => version.overrides ?? []));
  return applied.filter(({ check }) => !overridden.has(check.id));
}

interface AppliedCheck {
  readonly check: PssCheck;
  readonly version: PssCheckVersion;
}

function appliedAt(check: PssCheck, minor: number): readonly AppliedCheck[] {
  const version = check.versions.findLast(({ since }) => since <= minor);
  return version === undefined ? [] : [{ check, version }];
}
