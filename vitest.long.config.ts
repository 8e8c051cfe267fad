import { defineConfig } from 'vitest/config';
import { common, onTemporal } from './vitest.shared.ts';

/** `npm run test:long`: campaigns whose processes are killed in every wait, campaigns made from seeds, every way out of a failed pool, other writers at the same cluster, and five weeks of scheduled runs. */
export default defineConfig({
  test: { ...common, ...onTemporal, name: 'long', include: ['test/long/**/*.test.ts'] },
});
