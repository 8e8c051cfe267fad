import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { auditManifests } from '#cli/inspect/audit-manifests.ts';
import { auditedAt } from '../../builders/an-audited-cluster.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const noWaivers = { removals: [], controls: [], inObject: null };
const options = {
  arm: null,
  engine: null,
  targetMinor: null,
  pssMinor: 37,
  pssLevel: null,
  now: auditedAt,
};
const files = openTemporaryFiles();
afterAll(() => files.remove());

it.each([
  ['name: web', 'web'],
  ['generateName: web-', 'web-*'],
  ['labels: {}', '(no name)'],
])('finds the place of what it names: %s', (metadata, name) => {
  const spec = 'spec: { containers: [{ name: main, image: a, securityContext: { privileged: true } }] }';
  const path = files.write('pod.yaml', `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\n${spec}\n`);
  const { audit, places } = auditManifests({ paths: [path] }, options, noWaivers);
  const [found] = audit.controls.find(({ id }) => id === 'SB-POD-01')!.evidence;
  expect(found?.resource).toBe(`Pod/default/${name}`);
  expect(places.get(found!.resource)?.()).toBe(`${path}:1`);
});

describe('the place of a field', () => {
  const pod = (name: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers:\n    - name: main\n      image: a\n`;
  const field = 'spec.containers[0].image';

  it('is looked up in the file again, whichever was read last', () => {
    const paths = ['a', 'b'].map((name) =>
      files.write(`${name}.yaml`, `\uFEFF${pod(name)}---\n${pod(`${name}2`)}`),
    );
    const { places } = auditManifests({ paths }, options, noWaivers);
    const found = ['a', 'b', 'a2', 'b2'].map((name) => places.get(`Pod/default/${name}`)?.(field));
    expect(found).toEqual([`${paths[0]}:7:14`, `${paths[1]}:7:14`, `${paths[0]}:15:14`, `${paths[1]}:15:14`]);
  });

  it.each([
    ['changed', (path: string) => writeFileSync(path, 'a: 1\n')],
    ['gone', (path: string) => rmSync(path)],
  ])('is that of the object where the file is %s since', (_, change) => {
    const [path, other] = [files.write('c.yaml', pod('c')), files.write('d.yaml', pod('d'))];
    const { places } = auditManifests({ paths: [path, other] }, options, noWaivers);
    change(path);
    expect(places.get('Pod/default/c')?.(field)).toBe(`${path}:1`);
  });
});
