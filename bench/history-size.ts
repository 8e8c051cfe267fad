import type { Session } from './paced-campaign.ts';

/** What Temporal warns about and refuses: events, and bytes of one payload. */
export interface HistorySize {
  readonly workflowId: string;
  readonly events: number;
  readonly bytes: number;
  readonly largestPayload: { readonly bytes: number; readonly event: string };
}

/** Reads a whole history, its newest run. */
export async function historySize({ client }: Session, workflowId: string): Promise<HistorySize> {
  const handle = client.workflow.getHandle(workflowId);
  const [{ events }, { historySize: bytes = 0 }] = await Promise.all([
    handle.fetchHistory(),
    handle.describe(),
  ]);
  const payloads = (events ?? []).map((event) => {
    const attributes = Object.entries(event).find(([name, value]) => name.endsWith('Attributes') && value);
    return { event: attributes?.[0].replace('EventAttributes', '') ?? '', bytes: largestIn(attributes?.[1]) };
  });
  const largestPayload = payloads.reduce((most, each) => (each.bytes > most.bytes ? each : most), {
    event: 'none',
    bytes: 0,
  });
  return { workflowId, events: events?.length ?? 0, bytes, largestPayload };
}

/** A payload is what has `metadata` and `data`, however deep. */
function largestIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0;
  if ('data' in value && 'metadata' in value && value.data instanceof Uint8Array) return value.data.length;
  return Math.max(0, ...Object.values(value).map(largestIn));
}
