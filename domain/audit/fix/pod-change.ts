/** One value of a pod template that becomes another; null removes it. */
export interface PodChange {
  /** Within the template: ["spec", "containers", 0, "securityContext", "privileged"]. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}
