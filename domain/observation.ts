/** A value, or why it could not be read, which is not the same as being absent. */
export type Observation<T, Why = string> = { readonly value: T } | { readonly unread: Why };

/** The value; `otherwise` where it was not read. */
export function valueOr<T>(observation: Observation<T, unknown> | null | undefined, otherwise: T): T {
  return observation != null && 'value' in observation ? observation.value : otherwise;
}
