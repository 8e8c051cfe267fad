import { join } from 'node:path';
import type { ViteUserConfig } from 'vitest/config';

type TestOptions = NonNullable<ViteUserConfig['test']>;

export const common = {
  reporters: ['default', './test/setup/closing-line.ts'],
  pool: 'forks',
  maxWorkers: 2,
  env: {
    // Tests start workers, simulators and command lines by the hundred; compiling them is most of their start.
    NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node-compile'),
    // Whatever started the tests: commands are suggested as where `drydock` is installed.
    npm_command: '',
  },
} satisfies TestOptions;

/** For files that need a real Temporal server: one for the whole run, with a namespace for each file. */
export const onTemporal = {
  globalSetup: ['test/setup/start-temporal.ts', 'test/setup/bundle-workflows.ts'],
  setupFiles: 'test/setup/temporal-server.ts',
  testTimeout: 120_000,
  hookTimeout: 120_000,
} satisfies TestOptions;
