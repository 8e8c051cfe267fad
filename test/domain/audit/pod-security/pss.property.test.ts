import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  describeFacts,
  evaluateBothLevels,
  evaluatePss,
  type PssVerdict,
} from '#domain/audit/pod-security/evaluate-pss.ts';
import { readPod } from '#domain/audit/pod-security/pod/read-pod.ts';
import { workloadsOf } from '../../../builders/a-pod.ts';
import { anyPod, type PodObject } from '../../../builders/any-pod.ts';
import { misspelled } from '../../../builders/misspelled-pod.ts';

const anyMinor = fc.nat({ max: 40 });

function podOf(object: object) {
  const read = readPod({ ...object });
  if (read.outcome !== 'pod') throw new Error(`no pod: ${JSON.stringify(read)}`);
  return read.template.pod;
}

it('restricted never allows what baseline forbids', () => {
  fc.assert(
    fc.property(anyPod(), anyMinor, (object, minor) => {
      const { allowed } = evaluateBothLevels(podOf(object), minor);
      expect(allowed.restricted && !allowed.baseline).toBe(false);
    }),
  );
});

const withFacts = ({ allowed, violations }: PssVerdict) => ({
  allowed,
  violations: violations.map((each) => ({ ...each, factsOf: describeFacts(each) })),
});

it('a template is judged as its pod, in every kind of workload', () => {
  fc.assert(
    fc.property(anyPod(), anyMinor, (object, minor) => {
      const verdict = withFacts(evaluateBothLevels(podOf(object), minor));
      for (const workload of workloadsOf(object as PodObject)) {
        expect(withFacts(evaluateBothLevels(podOf(workload), minor)), workload.kind).toEqual(verdict);
      }
    }),
    { numRuns: 50 },
  );
});

it('a container more never makes a pod allowed', () => {
  fc.assert(
    fc.property(anyPod(), anyPod(), anyMinor, (object, other, minor) => {
      const { metadata, spec } = podOf(object);
      const containers = [...(spec.containers ?? []), ...(podOf(other).spec.containers ?? [])];
      const checksBefore = evaluatePss({ metadata, spec }, 'restricted', minor).map(({ check }) => check);
      const checksAfter = evaluatePss({ metadata, spec: { ...spec, containers } }, 'restricted', minor);
      expect(checksAfter.map(({ check }) => check)).toEqual(expect.arrayContaining(checksBefore));
    }),
  );
});

it('whatever is read as a pod can be judged', () => {
  fc.assert(
    fc.property(misspelled(anyPod()), anyMinor, (object, minor) => {
      const read = readPod({ ...object });
      if (read.outcome === 'pod') evaluateBothLevels(read.template.pod, minor);
    }),
  );
});
