import { type ApiKind, lifeOfApi } from '../catalogue/life-of-api.ts';
import type { RemovalFinding } from './removal-finding.ts';

/** gate: what the target takes away or warns about. full: also what a later one will. */
export type ScanMode = 'gate' | 'full';

/** What the catalogue says of one use: a finding that does not know yet of which object it is. */
export type JudgedUse = Pick<
  RemovalFinding,
  'rule' | 'severity' | 'deprecatedIn' | 'removedIn' | 'replacement' | 'changes'
>;

/**
 * Judges the use of an API version at a minor of Kubernetes 1; null where there is nothing to say. What only a later minor brings is
 * no more said than any other new version is.
 */
export function judgeUse(used: ApiKind, minor: number, mode: ScanMode): JudgedUse | null {
  const life = lifeOfApi(used);
  if (life === null || life.introduced > minor) return null;
  const { deprecated, removed, changes } = life;
  const isGone = removed !== null && removed <= minor;
  const isDeprecated = deprecated !== null && deprecated <= minor;
  const willEnd = deprecated !== null || removed !== null;
  if (!(isGone || isDeprecated || (mode === 'full' && willEnd))) return null;
  return {
    rule: isGone ? 'removed-api' : 'deprecated-api',
    severity: isGone ? 'BLOCK' : isDeprecated ? 'WARN' : 'INFO',
    deprecatedIn: inWords(deprecated),
    removedIn: inWords(removed),
    replacement: life.successorAt(minor),
    changes,
  };
}

function inWords(minor: number | null): string | null {
  return minor === null ? null : `1.${minor}`;
}
