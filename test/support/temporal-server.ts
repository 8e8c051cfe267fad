import type { TestProject } from 'vitest/node';
import { startTemporalServer } from '#scripts/temporal-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** "127.0.0.1:PORT" of the one real server of this run: `inject('temporalAddress')`. */
    readonly temporalAddress: string;
  }
}

/** Starts the server that all tests of the project `temporal` share; vitest calls the answer at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporalServer({ headless: true });
  project.provide('temporalAddress', server.address);
  return () => server.stop();
}
