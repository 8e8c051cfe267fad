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
