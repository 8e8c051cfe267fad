/** A deprecated API version that someone asked an API server for since it started. */
export interface ApiUsage {
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  /** Requests by verb, as the server counts them: LIST, WATCH, POST ... */
  readonly requests: Readonly<Record<string, number>>;
}

/** What one API server's /metrics say. */
export interface ServerUsage {
  readonly usages: readonly ApiUsage[];
  /** Since when it counts, ms since the epoch; null: it does not say. */
  readonly since: number | null;
}

/** How often one API server was written to through a deprecated version, when someone looked. */
export interface UsageCount {
  /** "policy/v1beta1 poddisruptionbudgets" */
  readonly api: string;
  /** The server that counts, by when it started; ms since the epoch. */
  readonly since: number;
  readonly writes: number;
  /** When the count was first this high; ms since the epoch. */
  readonly at: number;
}

const reading: readonly string[] = ['GET', 'LIST', 'WATCH', 'WATCHLIST'];
/** They travel in a workflow's history: some 100 bytes each. */
const mostKept = 40;

/** Whether it is known that no one wrote: servers that say no verbs leave it open. */
export function isOnlyRead({ requests }: ApiUsage): boolean {
  const verbs = Object.keys(requests).filter((verb) => (requests[verb] ?? 0) > 0);
  return verbs.length > 0 && verbs.every((verb) => reading.includes(verb));
}

/**
 * What the next reading needs to distinguish current from past writers: the metric itself never decreases
 * until its server restarts. `known`: what earlier readings kept, of this server or others behind the same address.
 */
export function countUsage(
  { usages, since }: ServerUsage,
  known: readonly UsageCount[],
  now: number,
): readonly UsageCount[] {
  if (since === null) return known;
  const counted = usages
    .filter((usage) => !isOnlyRead(usage))
    .map((usage): UsageCount => {
      const [api, writes] = [apiOf(usage), writesOf(usage)];
      const before = known.find((each) => each.api === api && each.since === since);
      return before?.writes === writes ? before : { api, since, writes, at: now };
    });
  const others = known.filter((each) => !counted.some(({ api }) => each.api === api && each.since === since));
  return [...counted, ...others].slice(0, mostKept);
}

/** Since when it has had no writes, by earlier readings (ms since the epoch); null: unknown. */
export function quietSince(
  usage: ApiUsage,
  since: number | null,
  known: readonly UsageCount[],
): number | null {
  const before = known.find((each) => each.api === apiOf(usage) && each.since === since);
  return before?.writes === writesOf(usage) ? before.at : null;
}

function writesOf({ requests }: ApiUsage): number {
  return Object.entries(requests).reduce(
    (sum, [verb, count]) => (reading.includes(verb) ? sum : sum + count),
    0,
  );
}

function apiOf({ apiVersion, resource, subresource }: ApiUsage): string {
  return [apiVersion, subresource === '' ? resource : `${resource}/${subresource}`].join(' ');
}
