import { defineConfig } from 'vitest/config';
import { common, onTemporal } from './vitest.shared.ts';

/** `npm run test:long`: campaigns whose processes are killed in every wait, and campaigns made from seeds. */
export default defineConfig({
  test: { ...common, ...onTemporal, name: 'long', include: ['test/long/**/*.test.ts'] },
});
