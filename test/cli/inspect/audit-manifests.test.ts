import { afterAll, expect, it } from 'vitest';
import { auditManifests } from '#cli/inspect/audit-manifests.ts';
import { auditedAt } from '../../builders/an-audited-cluster.ts';
import { openTemporaryFiles } from '../../processes/temporary-files.ts';

const noWaivers = { removals: [], controls: [], inObject: null };
const files = openTemporaryFiles();
afterAll(() => files.remove());

it.each([
  ['name: web', 'web'],
  ['generateName: web-', 'web-*'],
  ['labels: {}', '(no name)'],
])('finds the place of what it names: %s', (metadata, name) => {
  const spec = 'spec: { containers: [{ name: main, image: a, securityContext: { privileged: true } }] }';
  const path = files.write('pod.yaml', `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\n${spec}\n`);
  const options = {
    arm: null,
    engine: null,
    targetMinor: null,
    pssMinor: 37,
    pssLevel: null,
    now: auditedAt,
  };
  const { audit, places } = auditManifests({ paths: [path] }, options, noWaivers);
  const [found] = audit.controls.find(({ id }) => id === 'SB-POD-01')!.evidence;
  expect(found?.resource).toBe(`Pod/default/${name}`);
  expect(places.get(found!.resource)?.()).toBe(`${path}:1`);
});
