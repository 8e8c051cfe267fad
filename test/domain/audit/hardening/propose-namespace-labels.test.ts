import { describe, expect, it } from 'vitest';
import { proposeNamespaceLabels } from '#domain/audit/hardening/propose-namespace-labels.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAuditedCluster } from '../../../builders/an-audited-cluster.ts';

const bare = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const proposed = (...objects: readonly object[]) =>
  proposeNamespaceLabels(anAuditedCluster({ objects: [aNamespace('default'), ...objects] }), 34);

describe('the label of a namespace', () => {
  it('is baseline at the present minor where every workload passes', () => {
    expect(proposed(bare, aPod())).toEqual([
      {
        kind: 'apply',
        control: 'SB-POD-06',
        namespace: 'shop',
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: 'shop',
            labels: {
              'pod-security.kubernetes.io/enforce': 'baseline',
              'pod-security.kubernetes.io/enforce-version': 'v1.34',
            },
          },
        },
        why: expect.stringContaining('all its workloads pass'),
      },
    ]);
  });

  it('is refused where a workload would be rejected, which is named', () => {
    expect(proposed(bare, aPod({ spec: { hostNetwork: true } }))).toEqual([
      {
        kind: 'refuse',
        control: 'SB-POD-06',
        namespace: 'shop',
        why: expect.stringMatching(
          /^Pod\/shop\/web would be rejected by Pod Security Admission: host namespaces/,
        ),
      },
    ]);
  });

  it.each(['privileged', 'restricted'])('is kept where it is already %s', (level) => {
    expect(proposed(aNamespace('shop', { 'pod-security.kubernetes.io/enforce': level }), aPod())).toEqual([]);
  });

  it('is not for namespaces of the system', () => {
    expect(proposed().map(({ control }) => control)).toEqual([]);
  });
});
