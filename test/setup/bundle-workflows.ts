import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const root = join(import.meta.dirname, '..', '..');

/** Workers of tests need not bundle for themselves: that is half of what the start of one costs. */
export default async function setup(project: TestProject): Promise<() => void> {
  const files = openTemporaryFiles();
  const bundle = join(files.folder, 'workflows.cjs');
  const node = join(root, 'node_modules', '.bin', 'node');
  await promisify(execFile)(node, [join(root, 'worker', 'bundle-workflows.ts'), bundle]);
  project.provide('workflowBundle', bundle);
  return () => files.remove();
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the file for DRYDOCK_WORKFLOW_BUNDLE. */
    readonly workflowBundle: string;
  }
}
