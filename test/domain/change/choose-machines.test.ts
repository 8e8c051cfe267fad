import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMachines } from '#domain/change/choose-machines.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';

const node = (name: string, quarantined = false): KubernetesNode => ({
  name,
  pool: 'system',
  kubeletVersion: 'v1.34.1',
  nodeImageVersion: null,
  ready: true,
  unschedulable: quarantined,
  quarantined,
});
const nodes = (...quarantined: readonly boolean[]) =>
  quarantined.map((each, index) => node(`n${index}`, each));

describe('the machines that a clean-up deletes', () => {
  it.each([
    ['the quarantined one that a surge node stands in for', nodes(true, false, false), 2, ['n0']],
    ['one of two, where one surge node stands in', nodes(true, true, false), 2, ['n0']],
    ['none that nothing stands in for', nodes(true, false), 2, []],
    ['none where none is quarantined', nodes(false, false, false), 2, []],
  ])('are %s', (_what, all, count, machines) => {
    expect(chooseMachines(all, count).machines).toEqual(machines);
  });

  it('never leave a pool short of its count', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.nat(30), (quarantined, count) => {
        const all = nodes(...quarantined);
        const { machines } = chooseMachines(all, count);
        expect(all.length - machines.length).toBeGreaterThanOrEqual(Math.min(all.length, count));
        for (const name of machines) expect(all.find((each) => each.name === name)?.quarantined).toBe(true);
      }),
    );
  });
});
