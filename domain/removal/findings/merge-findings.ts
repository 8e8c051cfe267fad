import { joinActors } from './actor.ts';
import { worseStop } from './aks-stop.ts';
import { type RemovalFinding, severities } from './removal-finding.ts';

/**
 * No finding twice: what several sources say of one object of a cluster becomes one, the worst, with all evidence. Objects
 * of manifests stay as they are written, each at its place, and so does what has no name.
 */
export function mergeFindings(findings: readonly RemovalFinding[]): readonly RemovalFinding[] {
  const merged = new Map<string, RemovalFinding>();
  for (const [index, finding] of findings.entries()) {
    const key = keyOf(finding) ?? String(index);
    const before = merged.get(key);
    merged.set(key, before === undefined ? finding : joined(before, finding));
  }
  return [...merged.values()];
}

function keyOf({ source, apiVersion, kind, namespace, name, feature }: RemovalFinding): string | null {
  return source === 'manifest' || name === null
    ? null
    : [apiVersion, kind, namespace ?? '', name, feature?.id ?? ''].join('|');
}

function joined(one: RemovalFinding, other: RemovalFinding): RemovalFinding {
  const [worse, milder] =
    severities.indexOf(other.severity) < severities.indexOf(one.severity) ? [other, one] : [one, other];
  const facts = [...new Set([...(worse.facts ?? []), ...(milder.facts ?? [])])];
  const seen = [worse.lastSeen, milder.lastSeen].filter((each) => each !== null).toSorted();
  return {
    ...worse,
    evidence: `${worse.evidence}; ${milder.evidence}`,
    ...(facts.length > 0 && { facts }),
    who: joinActors(worse.who, milder.who),
    lastSeen: seen.at(-1) ?? null,
    aks: worseStop(worse.aks, milder.aks),
  };
}
