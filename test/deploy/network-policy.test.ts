import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { auditManifests } from '#cli/inspect/audit-manifests.ts';
import { auditedAt } from '../builders/an-audited-cluster.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const noWaivers = { removals: [], controls: [], inObject: null };
const policy = join(import.meta.dirname, '..', '..', 'deploy', 'kubernetes', 'network-policy.yaml');
const files = openTemporaryFiles();
afterAll(() => files.remove());

const namespace = files.write(
  'namespace.yaml',
  `apiVersion: v1
kind: Namespace
metadata: { name: drydock }
---
apiVersion: v1
kind: Pod
metadata: { name: worker, namespace: drydock, labels: { app.kubernetes.io/name: drydock-worker } }
spec: { containers: [{ name: worker, image: drydock }] }
`,
);

describe('the network policy for a worker in Kubernetes', () => {
  it.each(['azure', 'calico', 'cilium'] as const)(
    'keeps its namespace from the metadata endpoint on %s',
    (engine) => {
      const statusOf = (paths: readonly string[]) => {
        const options = {
          arm: null,
          engine,
          targetMinor: null,
          pssMinor: 37,
          pssLevel: null,
          now: auditedAt,
        };
        const { audit } = auditManifests({ paths }, options, noWaivers);
        return audit.controls.find(({ id }) => id === 'SB-NET-02')?.status;
      };
      expect(statusOf([namespace])).toBe('FAIL');
      expect(statusOf([namespace, policy])).toBe('PASS');
    },
  );
});
