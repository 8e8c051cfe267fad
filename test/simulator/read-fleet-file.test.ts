import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FleetFileError, parseFleet, readFleetFile } from '#simulator/read-fleet-file.ts';

const good = `apiVersion: drydock.dev/v1
kind: Fleet
metadata: { name: one }
spec:
  start: 2026-11-20T08:00:00Z
  clusters:
    - name: aks-one
      resourceGroup: rg
      version: 1.33.5
      pools: [{ name: system, mode: System }]
`;

function problemsOf(text: string): readonly string[] {
  try {
    parseFleet(text, 'fleet.yaml');
    return [];
  } catch (error) {
    if (error instanceof FleetFileError) return error.problems;
    throw error;
  }
}

describe('a fleet file', () => {
  it('is read with every default filled in', () => {
    expect(parseFleet(good, 'fleet.yaml')).toMatchObject({
      seed: 1,
      clusters: [{ location: 'westeurope', pools: [{ count: 1 }] }],
    });
  });

  it.each([
    {
      name: 'an unknown field',
      from: 'resourceGroup: rg',
      to: 'resourceGroup: rg\n      colour: red',
      problem: /^fleet\.yaml:7:7 {2}spec\.clusters\.0 {2}there is no field colour$/,
    },
    {
      name: 'a wrong version',
      from: '1.33.5',
      to: 'newest',
      problem: /^fleet\.yaml:9:16 {2}spec\.clusters\.0\.version {2}expected a version/,
    },
    {
      name: 'a long Windows name',
      from: 'name: system',
      to: 'name: windows, osSku: Windows2022',
      problem: /^fleet\.yaml:10:23 {2}spec\.clusters\.0\.pools\.0\.name {2}a Windows pool/,
    },
    {
      name: 'a fault for a cluster that is not in it',
      from: '  clusters:',
      to: '  faults: [{ kind: deny }, { kind: deny, match: { cluster: aks-two } }]\n  clusters:',
      problem: /^fleet\.yaml:6:\d+ {2}spec\.faults\.1\.match {2}there is no cluster aks-two/,
    },
    {
      name: 'a fault of a kind that there is not',
      from: '  clusters:',
      to: '  faults: [{ kind: flood }]\n  clusters:',
      problem:
        /^fleet\.yaml:6:\d+ {2}spec\.faults\.0\.kind {2}expected one of throttle, lost-answer, .*, setting-lost$/,
    },
    {
      name: 'a scheduled event in a pool that is not in it',
      from: '  clusters:',
      to: '  scheduledEvents: [{ kind: autoscale, after: 1h, cluster: aks-one, pool: gpu, count: 2 }]\n  clusters:',
      problem: /^fleet\.yaml:6:\d+ {2}spec\.scheduledEvents\.0 {2}there is no node pool gpu in aks-one/,
    },
    {
      name: 'a manifest of a kind that the simulator has not',
      from: '      pools:',
      to: '      manifests: [{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: disk } }]\n      pools:',
      problem:
        /^fleet\.yaml:10:43 {2}spec\.clusters\.0\.manifests\.0\.kind {2}the simulator has no kind PersistentVolumeClaim$/,
    },
    {
      name: 'a manifest without a name',
      from: '      pools:',
      to: '      manifests: [{ apiVersion: v1, kind: Pod, metadata: {}, spec: { containers: [] } }]\n      pools:',
      problem:
        /^fleet\.yaml:10:\d+ {2}spec\.clusters\.0\.manifests\.0\.metadata\.name {2}name or generateName/,
    },
    { name: 'broken YAML', from: 'clusters:', to: 'clusters: [', problem: /^fleet\.yaml:\d+:\d+ {2}/ },
  ])('with $name is refused with its place', ({ from, to, problem }) => {
    expect(problemsOf(good.replace(from, to))[0]).toMatch(problem);
  });

  it('shows all its problems at once', () => {
    expect(problemsOf(good.replace('1.33.5', 'x').replace('kind: Fleet', 'kind: Flotilla'))).toHaveLength(2);
  });

  it.each(readdirSync(join(import.meta.dirname, '../../simulator/scenarios')))(
    '%s of the scenarios is good',
    (file) => {
      expect(readFleetFile(file.replace('.yaml', '')).clusters.length).toBeGreaterThan(0);
    },
  );
});
