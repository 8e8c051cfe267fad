import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOfManifests, gatheringCluster } from '#domain/audit/cluster/cluster-of-manifests.ts';
import { unpacked } from '#domain/audit/cluster/packed-workload.ts';
import { controls } from '#domain/audit/controls/controls.ts';
import { readPod } from '#domain/audit/pod-security/pod/read-pod.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAuditedCluster, auditedAt } from '../../../builders/an-audited-cluster.ts';
import { anyPod } from '../../../builders/any-pod.ts';

const options = { arm: null, engine: null, targetMinor: 37, pssMinor: 37, pssLevel: null, now: auditedAt };
const alone = controls.filter(({ needs, judgesTogether }) => needs.includes('workloads') && !judgesTogether);

const named = (pod: object, at: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  ...pod,
  metadata: { ...(pod as { metadata?: object }).metadata, name: `web-${at % 3}`, namespace: 'shop' },
});

describe('workloads that are judged one by one', () => {
  it('have the findings that they have together', () => {
    fc.assert(
      fc.property(fc.array(anyPod(), { minLength: 1, maxLength: 5 }), (pods) => {
        const cluster = anAuditedCluster({ objects: pods.map(named), targetMinor: 37 });
        for (const { id, judge } of alone) {
          const together = [judge(cluster)].flat();
          const each = cluster.workloads.flatMap((workload) =>
            [judge({ ...cluster, workloads: [unpacked(workload)] })].flat(),
          );
          const texts = (found: readonly unknown[]) => found.map((one) => JSON.stringify(one)).toSorted();
          expect({ id, found: texts(each) }).toEqual({ id, found: texts(together) });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a workload that is kept as text', () => {
  it.each([
    ['a pod', aPod({ metadata: { name: 'web', labels: { app: 'web' } }, context: { privileged: true } })],
    ['a number that JSON has not', aPod({ container: { resources: { limits: { cpu: Infinity } } } })],
    ['one that is too large', aPod({ context: { runAsUser: 2n ** 70n } })],
  ])('is the same when it is judged: %s', (_, pod) => {
    const { cluster } = clusterOfManifests([{ ...pod }], options);
    const read = readPod({ ...pod });
    if (read.outcome !== 'pod') throw new Error('it has no pod');
    expect(cluster.workloads).toHaveLength(1);
    const [workload] = cluster.workloads;
    for (const each of [workload!, unpacked(workload!)]) {
      expect(each.pod).toEqual(read.template.pod);
      expect(each.podLabels).toEqual(read.template.podLabels);
    }
  });

  it('keeps nothing else of its object, and its namespace wherever that stands', () => {
    const gathering = gatheringCluster();
    gathering.add({ ...aPod({ metadata: { name: 'web', namespace: 'shop' } }) });
    gathering.add({ ...aNamespace('shop', { team: 'a' }) });
    const { cluster } = gathering.cluster(options);
    expect(cluster.workloads[0]?.namespace.labels).toMatchObject({ team: 'a' });
    expect(cluster.objects.map(({ kind }) => kind)).toEqual(['Namespace']);
  });
});
