/** Answers with the first of all values that are equal as JSON: thousands of findings and pods differ in little. */
export function keepingOnce(): <T>(value: T) => T {
  const known = new Map<string, unknown>();
  return <T>(value: T): T => {
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    if (!known.has(key)) known.set(key, value);
    return known.get(key) as T;
  };
}
