/** A value, or why it could not be read, which is not the same as being absent. */
export type Observation<T, Why = string> = { readonly value: T } | { readonly unread: Why };

/** The value; `otherwise` where it was not read. */
export function valueOr<T>(observation: Observation<T, unknown> | null | undefined, otherwise: T): T {
  return observation != null && 'value' in observation ? observation.value : otherwise;
}

/** Why something could not be read, as the answer put it (or Azure's code), and the permission that reading it requires. */
export interface Unread<Permission extends string | null = string> {
  readonly permission: Permission;
  readonly why: string;
}

/** One object of a list that is not what the API says; the others are read. */
export interface UnreadableItem {
  /** "pods" */
  readonly plural: string;
  /** "Pod/shop/web"; "Pod (item 3 of pods)" without a name. */
  readonly resource: string;
  /** "spec.nodeName: expected a string, got 5" */
  readonly why: string;
}
