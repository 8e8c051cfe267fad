import { say } from '../view/terminal/print.ts';
import type { TemporalSession } from './temporal-client.ts';
import { explainNoWork, workerPolls } from './worker-polls.ts';

/** What was started is there and is carried on by whoever is given its work first: no reason to refuse it. */
export async function warnIfNobodyPolls(session: TemporalSession, taskQueue: string): Promise<void> {
  const polls = await workerPolls(session, taskQueue).catch(() => null);
  const none = polls === null ? null : explainNoWork(polls, taskQueue);
  if (none !== null) say(`warning: ${none.message}; nothing moves yet\n  next: ${none.next}`);
}
