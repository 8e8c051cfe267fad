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
        offenders: [{ resource: 'Pod/shop/web', reason: expect.stringContaining('host namespaces') }],
        offenderCount: 1,
      },
    ]);
  });

  it.each([2, 50, 51])('is refused with every workload of %i that would be, at most 50 listed', (count) => {
    const pods = Array.from({ length: count }, (_, at) =>
      aPod({ spec: { hostNetwork: true, hostPID: true }, metadata: { name: `web-${at}` } }),
    );
    const [refusal] = proposed(bare, ...pods, aPod({ metadata: { name: 'good' } }));
    expect(refusal).toMatchObject({ kind: 'refuse', offenderCount: count });
    expect(refusal?.why).toContain(`, and so would ${count - 1} more`);
    const listed = refusal?.kind === 'refuse' ? (refusal.offenders ?? []) : [];
    expect(listed).toHaveLength(Math.min(count, 50));
    expect(listed[1]?.resource).toBe('Pod/shop/web-1');
  });

  it.each(['privileged', 'restricted'])('is kept where it is already %s', (level) => {
    expect(proposed(aNamespace('shop', { 'pod-security.kubernetes.io/enforce': level }), aPod())).toEqual([]);
  });

  it('is not for namespaces of the system', () => {
    expect(proposed().map(({ control }) => control)).toEqual([]);
  });
});
