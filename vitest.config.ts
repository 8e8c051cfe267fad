import { defineConfig } from 'vitest/config';

/** These need a real Temporal server; everything else runs without one. */
const onTemporal = ['end-to-end', 'compose'].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: onTemporal,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'temporal',
          include: onTemporal,
          globalSetup: 'test/support/bring-temporal.ts',
          setupFiles: 'test/support/temporal-server.ts',
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
