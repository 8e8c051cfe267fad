import type { Pod } from './pod/pod.ts';
import { withDefaults } from './pod/pod-defaults.ts';
import {
  allContainers,
  type Complaint,
  distinct,
  nameOf,
  type PssCheck,
  type PssCheckVersion,
  type PssLevel,
} from './pod/pss-check.ts';
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
  /** What a container by its name, or the pod (null), violates: "hostPorts=80", "privileged". */
  readonly factsOf: (container: string | null) => readonly string[];
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
    return complaint === null ? [] : [violation(check, complaint, seen)];
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

/** Of the whole pod: "hostNetwork", "main privileged". */
export function describeFacts({ containers, isOfPod, factsOf }: PssViolation): readonly string[] {
  return [
    ...(isOfPod ? factsOf(null) : []),
    ...containers.flatMap((name) => factsOf(name).map((fact) => `${name} ${fact}`)),
  ];
}

function violation(
  { id, level }: PssCheck,
  { reason, detail, containers, isOfPod, values = () => [] }: Complaint,
  { spec }: Pod,
): PssViolation {
  const factsOf = (container: string | null) => {
    const holders =
      container === null ? [null] : allContainers(spec).filter((each) => nameOf(each) === container);
    const found = distinct(holders.flatMap(values));
    return found.length === 0 ? [id] : found.map((each) => `${id}=${each}`);
  };
  return { level, check: id, reason: `${reason} (${detail})`, containers, isOfPod, factsOf };
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
