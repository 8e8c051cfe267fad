import { WorkflowNotFoundError } from '@temporalio/client';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { emptyRecord, type FleetRecord } from '#domain/status/fleet-record.ts';
import type { SimulatorClock } from '#gateways/simulator-clock.ts';
import { fleetRecordWorkflowId, recordQuery } from '#protocol/entities.ts';
import { withTemporal } from './temporal-client.ts';

/** What outlives the campaigns of public Azure, or of the simulator with this clock. Throws what the client throws. */
export function readFleetRecord(clock: SimulatorClock | null): Promise<FleetRecord> {
  return withTemporal(async (session) => {
    const handle = session.client.workflow.getHandle(fleetRecordWorkflowId(taskQueueFor(clock)));
    try {
      return await session.within(() => handle.query<FleetRecord>(recordQuery));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return emptyRecord;
      throw error;
    }
  });
}
