import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

/** One workflow of a campaign that was played by scripts/dev/record-histories.ts. */
export interface RecordedHistory {
  readonly name: string;
  readonly text: string;
}

const folder = join(import.meta.dirname, 'histories');

/** Of today's workflows: recorded afresh when they change in a way that is meant. */
export const recordedHistories: readonly RecordedHistory[] = readdirSync(folder).map((file) => ({
  name: file.replace(/\.json$/, ''),
  text: readFileSync(join(folder, file), 'utf8'),
}));

/** As the replayer takes it. */
export function toHistory({ text }: RecordedHistory) {
  const { workflowId, history } = JSON.parse(text) as { workflowId: string; history: unknown };
  return { workflowId, history: historyFromJSON(history) };
}

/** The text with every payload readable: payloads are JSON in base64. */
export function readable({ text }: RecordedHistory): string {
  return text.replaceAll(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString());
}
