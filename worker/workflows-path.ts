import { fileURLToPath } from 'node:url';

/** The workflows are handed over by their path: the worker never runs their code itself. */
export const workflowsPath: string = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/** What they get around them; in a bundle it is in there already. */
export const workflowInterceptorsPath: string = fileURLToPath(
  new URL('../workflows/interceptors.ts', import.meta.url),
);
