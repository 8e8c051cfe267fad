import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findGo } from '#cli/process/run-go.ts';
import apiShapes from '#domain/audit/kubernetes/api-shapes.json' with { type: 'json' };
import { evaluatePss } from '#domain/audit/pod-security/evaluate-pss.ts';
import { withDefaults } from '#domain/audit/pod-security/pod/pod-defaults.ts';
import { readPod } from '#domain/audit/pod-security/pod/read-pod.ts';
import { pssChecks } from '#domain/audit/pod-security/pss-checks.ts';
import { anyPod } from '../../builders/any-pod.ts';
import { misspelled } from '../../builders/misspelled-pod.ts';
import { Upstream, type UpstreamAnswer } from '../pod-security/upstream.ts';

const go = findGo(process.env);
const seed = 20261127;

describe.skipIf(go === null)(
  'Pod Security Standards are judged as k8s.io/pod-security-admission judges them:',
  () => {
    let upstream: Upstream;
    beforeAll(() => {
      upstream = new Upstream(go!);
    }, 600_000);
    afterAll(() => upstream?.close());

    it('the same checks, from the same versions on, with the same overrides', () => {
      const ours = pssChecks.map(({ id, level, versions }) => ({
        id,
        level,
        versions: versions.map(({ since, overrides = [] }) => ({ since, overrides })),
      }));
      expect(byId(ours)).toEqual(byId(upstream.checks()));
    });

    it('what is read of pods, policies and roles has the same fields of the same types', () => {
      expect(apiShapes).toEqual(upstream.shapes());
    });

    it("upstream's own pods, at every version and level", () => {
      const pods = upstream.fixtures();
      expect(pods.length).toBeGreaterThan(100);
      compare(pods);
    });

    it('three thousand pods made from a seed, at every version and level', () => {
      compare(fc.sample(anyPod(), { seed, numRuns: 3000 }));
    });

    it('what is no pod, since a value has a wrong type', () => {
      const pods = fc.sample(misspelled(anyPod()), { seed, numRuns: 3000 });
      const said = upstream.judge(pods).map(({ unreadable }) => unreadable !== '');
      const ours = pods.map((pod) => readPod({ ...pod }).outcome === 'unreadable');
      expect(pods.filter((_, at) => said[at] !== ours[at])).toEqual([]);
      expect(new Set(said)).toEqual(new Set([true, false]));
    });

    function compare(objects: readonly object[]) {
      const pods = objects.map((object) => {
        const read = readPod({ ...object });
        if (read.outcome !== 'pod') throw new Error(`cannot be read: ${JSON.stringify(read)}`);
        return withDefaults(read.template.pod);
      });
      const answers = upstream.judge(pods);
      for (const [at, pod] of pods.entries())
        expect(judgedByUs(pod), JSON.stringify(pod)).toEqual(answers[at]);
    }
  },
);

const minors = Array.from({ length: 39 }, (_, minor) => minor);

function judgedByUs(pod: Parameters<typeof evaluatePss>[0]): UpstreamAnswer {
  const at = (level: 'baseline' | 'restricted') =>
    minors.map((minor) => evaluatePss(pod, level, minor).map(({ reason }) => reason));
  return { unreadable: '', baseline: at('baseline'), restricted: at('restricted') };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
