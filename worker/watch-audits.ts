import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { FleetRecord } from '#domain/status/fleet-record.ts';
import { fleetRecordWorkflowId, recordQuery } from '#protocol/entities.ts';
import type { Metrics } from './metrics.ts';

const everyMs = 60_000;
/** The worker may not poll yet, and be the only one that could answer. */
const retryMs = 5_000;

/**
 * Keeps the gauges of the last scheduled audit as the fleet record has them: the same on every worker, also after a restart and
 * whichever worker audited. Answers how to end it.
 */
export function watchAudits(
  worker: Pick<Worker, 'client'>,
  taskQueue: string,
  metrics: Pick<Metrics, 'audited'>,
  log: Pick<Logger, 'debug'>,
): () => void {
  let shown: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const read = async () => {
    let delay = everyMs;
    try {
      const handle = worker.client?.workflow.getHandle(fleetRecordWorkflowId(taskQueue));
      const { audit } = (await handle?.query<FleetRecord>(recordQuery)) ?? {};
      if (audit !== undefined && audit.at !== shown) metrics.audited(audit);
      shown = audit?.at ?? shown;
    } catch (error) {
      // The gauges stay as they are; without a record there is nothing to hurry for.
      if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) delay = retryMs;
      log.debug({ err: error }, 'the last audit could not be read');
    }
    if (!isEnded) timer = setTimeout(() => void read(), delay).unref();
  };
  void read();
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
