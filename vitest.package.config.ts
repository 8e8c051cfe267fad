import { defineConfig } from 'vitest/config';
import { common } from './vitest.shared.ts';

/** `npm run test:package`: the npm package, installed from its file into an empty folder. Needs the network for its dependencies. */
export default defineConfig({
  test: {
    ...common,
    name: 'package',
    include: ['test/package/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
