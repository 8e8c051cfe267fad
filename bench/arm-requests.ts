import { limitsFor } from '#gateways/azure/limits/request-limits.ts';
import type { ShownEntry } from '#simulator/world/ledger.ts';

type Entries = readonly ShownEntry[];

/** Every request that reached ARM, by kind, the most frequent first, refused ones beside. */
export function requestLines(entries: Entries): readonly string[] {
  const kinds = Map.groupBy(armOnly(entries), kindOf);
  return [...kinds]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([kind, of]) => {
      const refused = Map.groupBy(
        of.filter(({ status }) => status >= 400),
        ({ status }) => status,
      );
      const tail = [...refused].map(([status, each]) => `, ${each.length} answered ${status}`).join('');
      return `  ${kind.padEnd(55)} ${String(of.length).padStart(6)}${tail}`;
    });
}

/**
 * Seconds that these requests take at least behind Azure's published limits, however fast everybody is: the worst
 * bucket, full at the beginning. Real time, as the limits are.
 */
export function leastSeconds(
  entries: Entries,
  regionOf?: (clusterPath: string) => string | undefined,
): { readonly seconds: number; readonly bucket: string } {
  const draws = armOnly(entries).flatMap(({ method, path }) =>
    limitsFor(method, `https://arm${path}`, regionOf),
  );
  const waits = [...Map.groupBy(draws, ({ key }) => key)].map(([bucket, [limit, ...others]]) => ({
    bucket,
    seconds: Math.max(0, (others.length + 1 - limit!.burst) / limit!.perSecond),
  }));
  return waits.toSorted((left, right) => right.seconds - left.seconds)[0] ?? { seconds: 0, bucket: 'none' };
}

export function armOnly(entries: Entries): Entries {
  return entries.filter(({ plane }) => plane === 'arm');
}

/** "PUT managedClusters/NAME/agentPools/NAME": the request without its names. */
function kindOf({ method, path }: ShownEntry): string {
  const asked = path
    .split('?')[0]!
    .replace(/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?(\/providers\/[^/]+)?/i, '')
    .replace(/(managedClusters|agentPools|locations|operations)\/[^/]+/gi, '$1/NAME')
    .replace(/^\//, '');
  return `${method} ${asked}`;
}
