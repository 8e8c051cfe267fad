import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { connectTemporal } from '#cli/temporal/temporal-client.ts';

/** Registers a namespace without our search attributes and makes it the one of this file; answers with its name. */
export async function useBareNamespace(): Promise<string> {
  const session = await connectTemporal();
  const namespace = `bare-${randomUUID().slice(0, 8)}`;
  await session.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1d'),
  });
  await session.close();
  process.env.TEMPORAL_NAMESPACE = namespace;
  return namespace;
}
