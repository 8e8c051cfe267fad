import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { FleetRecord } from '#domain/status/fleet-record.ts';
import { fleetRecordWorkflowId, recordQuery } from '#protocol/entities.ts';
import type { Metrics } from './metrics.ts';

const everyMs = 60_000;

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
  const read = async () => {
    try {
      const handle = worker.client?.workflow.getHandle(fleetRecordWorkflowId(taskQueue));
      const { audit } = (await handle?.query<FleetRecord>(recordQuery)) ?? {};
      if (audit === undefined || audit.at === shown) return;
      metrics.audited(audit);
      shown = audit.at;
    } catch (error) {
      // Without a record, and while no worker answers: the gauges stay as they are.
      log.debug({ err: error }, 'the last audit could not be read');
    }
  };
  void read();
  const timer = setInterval(() => void read(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
