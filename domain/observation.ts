/** A value, or why it could not be read: that is not the same as nothing being there. */
export type Observation<T, Why = string> = { readonly value: T } | { readonly unread: Why };

/** What was read; `otherwise` for what could not be read or nobody asked for. */
export function valueOr<T>(observation: Observation<T, unknown> | null | undefined, otherwise: T): T {
  return observation != null && 'value' in observation ? observation.value : otherwise;
}
