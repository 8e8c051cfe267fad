import { defineConfig } from 'vitest/config';

/** `npm run test:kubernetes`: what is asked of a real Kubernetes control plane. */
export default defineConfig({
  test: {
    name: 'kubernetes',
    include: ['test/conformance/**/*.test.ts'],
    // Held to recordings, not to a control plane: `npm test` has them.
    exclude: ['test/conformance/azure/**'],
    globalSetup: 'test/conformance/clusters/bring-kubernetes.ts',
    setupFiles: 'test/conformance/clusters/leave-nothing.ts',
    reporters: ['default', './test/setup/closing-line.ts'],
    pool: 'forks',
    // Files share one control plane, and with it the nodes that pods may come to.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
