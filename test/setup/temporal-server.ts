import { afterAll, beforeAll, inject } from 'vitest';
import { startTemporalServer, type TemporalServer } from '#cli/temporal/temporal-server.ts';

let server: TemporalServer | undefined;

process.env.DRYDOCK_WORKFLOW_BUNDLE = inject('workflowBundle');

/**
 * A setup file: a real server for each test file of the project `temporal`, so that two files can run side by side.
 * The ids of simulated clusters are the same everywhere, and on one server they would wait for each other's locks.
 */
beforeAll(async () => {
  server = await startTemporalServer({ headless: true, log: () => undefined });
});

afterAll(() => server?.stop());

/** "127.0.0.1:PORT" */
export function temporalAddress(): string {
  if (server === undefined) throw new Error('this file is not of the project `temporal` (vitest.config.ts)');
  return server.address;
}
