import type { TestProject } from 'vitest/node';
import { startTemporalServer } from '#cli/temporal/temporal-server.ts';
import { namespaceOf } from './test-namespace.ts';

/** One real server for the whole run, with a namespace for each file of the project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { testFiles } = await project.globTestFiles();
  const server = await startTemporalServer({ headless: true, namespaces: testFiles.map(namespaceOf) });
  project.provide('temporalAddress', server.address);
  return () => server.stop();
}

declare module 'vitest' {
  interface ProvidedContext {
    /** "127.0.0.1:PORT" */
    readonly temporalAddress: string;
  }
}
