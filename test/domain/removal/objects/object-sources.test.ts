import { describe, expect, it } from 'vitest';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import { liveLists } from '#domain/removal/objects/live-lists.ts';
import { objectSources } from '#domain/removal/objects/object-sources.ts';
import { readingPlan } from '#domain/removal/objects/reading-plan.ts';

const ofKubernetes = [
  'apps',
  'batch',
  'networking.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'rbac.authorization.k8s.io',
];
const groups = new Map([
  ...ofKubernetes.map((group) => [group, `${group}/v1`] as const),
  ['kustomize.toolkit.fluxcd.io', 'kustomize.toolkit.fluxcd.io/v1'] as const,
  ['argoproj.io', 'argoproj.io/v1alpha1'] as const,
]);
const paths = (
  server: number,
  target: number,
  mode: ScanMode,
  served: ReadonlyMap<string, string> = groups,
) =>
  objectSources(served, { server, target, mode }).map(({ apiVersion, plural }) => `${apiVersion}/${plural}`);

describe('what is read as a whole', () => {
  it('are inventories and webhooks at the gate, and kinds with features that break on the way', () => {
    const always = [
      'kustomize.toolkit.fluxcd.io/v1/kustomizations',
      'argoproj.io/v1alpha1/applications',
      'admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    ];
    expect(paths(34, 35, 'gate')).toEqual(always);
    expect(paths(30, 31, 'gate')).toEqual([
      ...always,
      'v1/replicationcontrollers',
      'apps/v1/deployments',
      'apps/v1/statefulsets',
      'apps/v1/daemonsets',
      'batch/v1/cronjobs',
      'v1/persistentvolumes',
      'storage.k8s.io/v1/storageclasses',
    ]);
  });

  it('are definitions, API services, roles and all kinds with features in full, never pods', () => {
    const full = paths(34, 35, 'full');
    expect(full).toEqual(
      expect.arrayContaining([
        'apiextensions.k8s.io/v1/customresourcedefinitions',
        'apiregistration.k8s.io/v1/apiservices',
        'rbac.authorization.k8s.io/v1/clusterroles',
        'v1/services',
        'v1/nodes',
      ]),
    );
    expect(full.filter((path) => /\/(?:pods|replicasets|jobs)$/.test(path))).toEqual([]);
  });

  it('are none of groups that the server has not', () => {
    expect(paths(34, 35, 'gate', new Map())).toEqual([]);
  });

  it('passes over what AKS brings along itself, but not its nodes', () => {
    const judge = (kind: string, value: object) =>
      objectSources(groups, { server: 34, target: 36, mode: 'full' })
        .find((each) => each.kind === kind)
        ?.judge({ ...value });
    const labels = { 'kubernetes.azure.com/managedby': 'aks' };
    const spec = { template: { spec: { volumes: [{ name: 'a', gitRepo: {} }] } } };
    expect(judge('Deployment', { metadata: { name: 'a' }, spec })).toMatchObject([
      { severity: 'BLOCK', source: 'live-object', location: 'Deployment/a' },
    ]);
    expect(judge('Deployment', { metadata: { name: 'a', labels }, spec })).toEqual([]);
    const status = { nodeInfo: { containerRuntimeVersion: 'docker://20.10' } };
    expect(judge('Node', { metadata: { name: 'a', labels }, status })).toMatchObject([{ severity: 'BLOCK' }]);
  });
});

describe('the plan of a reading', () => {
  const plan = readingPlan(
    liveLists(34, 35, 'full'),
    objectSources(groups, { server: 34, target: 35, mode: 'full' }),
  );

  it('reads no list twice', () => {
    const names = plan.map(({ apiVersion, plural }) => `${apiVersion}/${plural}`);
    expect(names).toHaveLength(new Set(names).size);
  });

  it('judges the writers, too, of what is read as a whole', () => {
    const one = (plural: string) => plan.find((each) => each.plural === plural);
    expect(one('deployments')).toMatchObject({ isWhole: true, hasWriters: true });
    expect(one('services')).toMatchObject({ isWhole: true, hasWriters: false });
    expect(one('leases')).toMatchObject({ isWhole: false, hasWriters: true, judges: [] });
  });
});
