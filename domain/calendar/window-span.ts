/** From `opensAt` (included) to `closesAt` (not included), milliseconds since 1970 UTC. */
export interface WindowSpan {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** What closures leave of a span, in order: one part, several or none. They are sorted by their opening and may overlap. */
export function subtractSpans(span: WindowSpan, closures: readonly WindowSpan[]): readonly WindowSpan[] {
  const parts: WindowSpan[] = [];
  let from = span.opensAt;
  for (const closure of closures) {
    if (closure.closesAt <= from || closure.opensAt >= span.closesAt) continue;
    if (closure.opensAt > from) parts.push({ opensAt: from, closesAt: closure.opensAt });
    from = closure.closesAt;
  }
  if (from < span.closesAt) parts.push({ opensAt: from, closesAt: span.closesAt });
  return parts;
}
