import { defineConfig } from 'vitest/config';
import { common, onTemporal } from './vitest.shared.ts';

const endToEnd = ['test/end-to-end/**/*.test.ts', 'test/compose/**/*.test.ts'];
/** These have configurations of their own, vitest.long.config.ts, vitest.kubernetes.config.ts, vitest.package.config.ts. */
const elsewhere = [
  'test/long/**/*.test.ts',
  'test/conformance/!(azure)/**/*.test.ts',
  'test/package/**/*.test.ts',
];

/** `npm test` */
export default defineConfig({
  test: {
    ...common,
    // Campaigns mostly wait, so on two cores a third worker finds time to run.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...endToEnd, ...elsewhere],
          // A process and its modules again for each of two hundred small files would be half of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { ...onTemporal, name: 'temporal', include: endToEnd, maxConcurrency: 12 },
      },
    ],
  },
});
