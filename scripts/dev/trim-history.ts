import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** What a replay ignores, and what names a machine. */
const dropped = new Set([
  'identity',
  'stackTrace',
  'requestId',
  'taskId',
  'workerVersion',
  'header',
  'links',
]);

/**
 * A history as JSON that can be replayed, one event a line, without what only the machine that made it knows:
 * identities, stack traces, and the signed queries of addresses.
 */
export function trimHistory(workflowId: string, history: History): string {
  const { events } = JSON.parse(historyToJSON(history), trimmed) as { events: readonly unknown[] };
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  return `{"workflowId":${JSON.stringify(workflowId)},"history":{"events":[\n${lines}\n]}}\n`;
}

function trimmed(key: string, value: unknown): unknown {
  if (dropped.has(key)) return undefined;
  if (typeof value !== 'string') return value;
  return key === 'data' ? withoutQueries(value) : withoutMachine(value);
}

/** A worker names its own queue "PID@HOST-...". */
function withoutMachine(text: string): string {
  return text.replace(/^\d+@.*/, 'worker');
}

/** Payloads are JSON in base64. */
function withoutQueries(data: string): string {
  const text = Buffer.from(data, 'base64').toString();
  const cut = text.replaceAll(/(https:\/\/[^"?\s]+)\?[^"\s]*/g, '$1');
  return Buffer.from(cut).toString('base64');
}
