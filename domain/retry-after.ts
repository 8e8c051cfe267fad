/**
 * How long the other side asks to wait, in milliseconds; null: it does not.
 *
 * Understood are `retry-after-ms`, `x-ms-retry-after-ms` (both milliseconds) and `Retry-After` as seconds or
 * as an HTTP date, which is why `nowMs` is an argument (RFC 9110 10.2.3; Azure's REST guidelines).
 */
export function retryAfterMs(header: (name: string) => string | undefined, nowMs: number): number | null {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const milliseconds = nonNegative(header(name));
    if (milliseconds !== null) return milliseconds;
  }
  const text = header('retry-after');
  const seconds = nonNegative(text);
  if (seconds !== null) return seconds * 1000;
  const date = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function nonNegative(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
