import type { PreflightCheck } from '../../campaign/preflight-policy.ts';

/** unknown: it could not be read, which is not the same as nothing being there. */
export type PreflightLevel = 'blocker' | 'warning' | 'info' | 'unknown';

/** One thing that was found before anything is touched. */
export interface PreflightFinding {
  readonly check: PreflightCheck;
  readonly level: PreflightLevel;
  readonly cluster: string;
  /** null: it is about the cluster as a whole. */
  readonly pool: string | null;
  /** The thing itself: "pdb shop/web lets no pod go". */
  readonly what: string;
  readonly why: string;
  /** Who has to do what; empty: no one anything. */
  readonly todo: string;
  /** A few names, bounded. */
  readonly evidence: readonly string[];
}

/** A finding before it is known of which cluster it is. */
export type Found = Omit<PreflightFinding, 'cluster'>;

const mostNamed = 3;

/** The first names of many, and how many more there are. */
export function firstNames(names: readonly string[]): readonly string[] {
  const sorted = [...new Set(names)].toSorted();
  const more = sorted.length - mostNamed;
  return more > 0 ? [...sorted.slice(0, mostNamed), `${more} more`] : sorted;
}

/** "aks-pay-weu/np1: pdb shop/web lets no pod go: ...; raise ..." */
export function describeFinding({ cluster, pool, what, why, todo, evidence }: PreflightFinding): string {
  const place = pool === null ? cluster : `${cluster}/${pool}`;
  const names = evidence.length === 0 ? '' : ` (${evidence.join(', ')})`;
  return `${place}: ${what}: ${why}${names}${todo === '' ? '' : `; ${todo}`}`;
}
