import type { Container, Pod, PodSpec, SharedSecurityContext } from './pod.ts';

/** The two levels that forbid something; `privileged` allows everything. */
export type PssLevel = 'baseline' | 'restricted';

/** One check, as upstream's k8s.io/pod-security-admission counts them. */
export interface PssCheck {
  /** Upstream's id. */
  readonly id: string;
  readonly level: PssLevel;
  /** Oldest first; from its minor on each one holds, until the next does. */
  readonly versions: readonly PssCheckVersion[];
}

export interface PssCheckVersion {
  /** The minor of Kubernetes 1 whose policy brought it. */
  readonly since: number;
  /** Baseline checks that are left out at `restricted`, since this one says more. */
  readonly overrides?: readonly string[];
  readonly judge: (pod: Pod) => Complaint | null;
}

/** What is wrong with a pod, in upstream's words. */
export interface Complaint {
  readonly reason: string;
  readonly detail: string;
  /** Containers that are to blame. */
  readonly containers: readonly string[];
  /** Whether the pod's own fields are to blame. */
  readonly isOfPod: boolean;
  /** Each forbidden value of a container, or of the pod (null), where there may be several. */
  readonly values?: (holder: Container | null) => readonly string[];
}

/** In upstream's order. */
export function allContainers(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

export function nameOf({ name = '' }: Container): string {
  return name;
}

/** The names of the containers for which it is so. */
export function containersThat(spec: PodSpec, isSo: (container: Container) => boolean): readonly string[] {
  return allContainers(spec).filter(isSo).map(nameOf);
}

/** Whose security context is bad: the pod's, and which containers'. */
export function badSetters(spec: PodSpec, isBad: (context: SharedSecurityContext) => boolean): Setters {
  return {
    isOfPod: spec.securityContext !== undefined && isBad(spec.securityContext),
    containers: containersThat(
      spec,
      (each) => each.securityContext !== undefined && isBad(each.securityContext),
    ),
  };
}

/** The security contexts of a pod and of its containers, where they are set. */
export function contextsOf(spec: PodSpec): readonly SharedSecurityContext[] {
  return [spec, ...allContainers(spec)].flatMap(({ securityContext }) =>
    securityContext === undefined ? [] : [securityContext],
  );
}

/** The values of the security context of a container, or of the pod (null). */
export function valuesOfContext(
  spec: PodSpec,
  valuesOf: (context: SharedSecurityContext) => readonly string[],
): NonNullable<Complaint['values']> {
  return (holder) => valuesOf((holder ?? spec).securityContext ?? {});
}

/** Only containers have any. */
export function valuesOfContainers(
  valuesOf: (container: Container) => readonly string[],
): NonNullable<Complaint['values']> {
  return (holder) => (holder === null ? [] : valuesOf(holder));
}

/** Only the pod has any. */
export function valuesOfPod(values: readonly string[]): NonNullable<Complaint['values']> {
  return (holder) => (holder === null ? values : []);
}

export interface Setters {
  readonly isOfPod: boolean;
  readonly containers: readonly string[];
}

export function hasAny({ isOfPod, containers }: Setters): boolean {
  return isOfPod || containers.length > 0;
}

/** `pod and containers "a", "b"` */
export function settersText({ isOfPod, containers }: Setters): string {
  return [
    ...(isOfPod ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers)] : []),
  ].join(' and ');
}

/** `container "a"`, `containers "a", "b"` */
export function named(noun: string, names: readonly string[]): string {
  return `${plural(noun, names.length)} ${quoted(names)}`;
}

export function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Each once, sorted. */
export function distinct(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort();
}

/** From 1.25 on, restricted leaves out what Windows pods cannot set; only `spec.os.name` says so. */
export function unlessWindows(judge: PssCheckVersion['judge']): PssCheckVersion['judge'] {
  return (pod) => (pod.spec.os?.name === 'windows' ? null : judge(pod));
}

/** From 1.35 on, some rules are relaxed for pods in a user namespace of their own. */
export function unlessUserNamespace(judge: PssCheckVersion['judge']): PssCheckVersion['judge'] {
  return (pod) => (pod.spec.hostUsers === false ? null : judge(pod));
}
