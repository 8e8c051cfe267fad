import type { ClusterClient } from '../client/cluster-client.ts';
import { listItems, selecting } from '../client/list-items.ts';
import { instant } from '../client/raw-object.ts';

interface RawEvent {
  readonly reason?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
}

/** How often which warning was recorded since an instant (ms), the most frequent first. */
export async function readWarnings(
  client: ClusterClient,
  since: number,
): Promise<readonly { readonly reason: string; readonly count: number }[]> {
  const found = await listItems(
    client,
    `/api/v1/events${selecting('fieldSelector', 'type=Warning')}`,
    toWarning,
  );
  const counts = new Map<string, number>();
  for (const { reason, count, at } of found)
    if (at > since) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count);
}

function toWarning({ reason = '', count, lastTimestamp, eventTime, series }: RawEvent) {
  const at = instant(series?.lastObservedTime ?? lastTimestamp ?? eventTime);
  return { reason, count: series?.count ?? count ?? 1, at };
}
