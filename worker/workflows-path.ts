import { fileURLToPath } from 'node:url';

/** The workflows are handed over by their path: the worker never runs their code itself. */
export const workflowsPath: string = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
