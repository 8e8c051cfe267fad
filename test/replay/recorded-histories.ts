import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

/** One workflow of a campaign that was played by scripts/dev/record-histories.ts. */
export interface RecordedHistory {
  readonly name: string;
  readonly text: string;
}

/** Of today's workflows: recorded anew when they change in a way that is meant. */
export const recordedHistories = readFolder('histories');

/** Of campaigns that may still run: never recorded anew, and removed only when no such campaign is left. */
export const olderHistories = readFolder('older-histories');

function readFolder(name: string): readonly RecordedHistory[] {
  const folder = join(import.meta.dirname, name);
  return readdirSync(folder).map((file) => ({
    name: file.replace(/\.json$/, ''),
    text: readFileSync(join(folder, file), 'utf8'),
  }));
}

/** As the replayer takes it. */
export function toHistory({ text }: RecordedHistory) {
  const { workflowId, history } = JSON.parse(text) as { workflowId: string; history: unknown };
  return { workflowId, history: historyFromJSON(history) };
}

/** The text with every payload readable: payloads are JSON in base64. */
export function readable({ text }: RecordedHistory): string {
  return text.replaceAll(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString());
}

/**
 * The history as it was at every moment at which its worker could have been replaced: cut after each workflow task
 * and the commands that it gave.
 */
export function cutAtEveryTask(recorded: RecordedHistory): readonly RecordedHistory[] {
  const parsed = JSON.parse(recorded.text) as { history: { events: readonly { eventType: string }[] } };
  const { events } = parsed.history;
  const ends = events.flatMap(({ eventType }, index) =>
    eventType === 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED' && index > 1 ? [index] : [],
  );
  return ends.map((end) => ({
    name: `${recorded.name} until event ${end}`,
    text: JSON.stringify({ ...parsed, history: { events: events.slice(0, end) } }),
  }));
}
