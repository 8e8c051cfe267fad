import { describe, expect, it } from 'vitest';
import { readPod } from '#domain/audit/pod-security/pod/read-pod.ts';
import { aPod, workloadsOf } from '../../../../builders/a-pod.ts';

const problemsOf = (object: object) => {
  const read = readPod({ ...object });
  return read.outcome === 'unreadable' ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

it('every workload has the pod of its template', () => {
  const { metadata, spec } = aPod({ metadata: { labels: { app: 'web' } } });
  for (const workload of workloadsOf({ metadata, spec })) {
    const read = readPod({ ...workload });
    expect(read.outcome === 'pod' && read.template, workload.kind).toMatchObject({
      kind: workload.kind,
      namespace: 'shop',
      name: 'web',
      podLabels: { app: 'web' },
      pod: { spec },
    });
  }
});

const podTemplate = { metadata: { labels: { app: 'web' } }, spec: aPod().spec };
it.each([
  ['argoproj.io/v1alpha1', 'Rollout', { template: podTemplate }],
  ['serving.knative.dev/v1', 'Service', { template: podTemplate }],
  ['apps.kruise.io/v1alpha1', 'CloneSet', { template: podTemplate }],
  ['apps.kruise.io/v1beta1', 'StatefulSet', { template: podTemplate }],
  ['apps.kruise.io/v1alpha1', 'DaemonSet', { template: podTemplate }],
  [
    'apps.kruise.io/v1alpha1',
    'AdvancedCronJob',
    { template: { jobTemplate: { spec: { template: podTemplate } } } },
  ],
  ['core.strimzi.io/v1beta2', 'StrimziPodSet', { pods: [podTemplate, podTemplate] }],
  ['keda.sh/v1alpha1', 'ScaledJob', { jobTargetRef: { template: podTemplate } }],
  [
    'leaderworkerset.x-k8s.io/v1',
    'LeaderWorkerSet',
    { leaderWorkerTemplate: { workerTemplate: podTemplate } },
  ],
  ['apps.openshift.io/v1', 'DeploymentConfig', { template: podTemplate }],
])('%s %s has the pod of its template', (apiVersion, kind, spec) => {
  const read = readPod({ apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec });
  expect(read).toMatchObject({
    outcome: 'pod',
    template: { kind, podLabels: { app: 'web' }, pod: { spec: podTemplate.spec } },
  });
});

it.each([
  ['another kind', { apiVersion: 'v1', kind: 'Service' }],
  [
    'a Rollout of the pods of a Deployment',
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { workloadRef: {} } },
  ],
  [
    'a set of Strimzi without pods',
    { apiVersion: 'core.strimzi.io/v1', kind: 'StrimziPodSet', spec: { pods: [] } },
  ],
  ['a kind of the same name in another group', { apiVersion: 'example.com/v1', kind: 'Deployment' }],
  [
    'a replication controller without a template',
    { apiVersion: 'v1', kind: 'ReplicationController', spec: {} },
  ],
])('%s has no pod', (_, object) => {
  expect(readPod(object)).toEqual({ outcome: 'none' });
});

it('only the annotations of the template count', () => {
  const { spec } = aPod();
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { annotations: { of: 'the deployment' } },
    spec: { template: { metadata: { annotations: { of: 'the pod' } }, spec } },
  };
  const read = readPod(object);
  expect(read.outcome === 'pod' && read.template.pod.metadata).toEqual({ annotations: { of: 'the pod' } });
});

describe('a value of a wrong type is reported, with its place:', () => {
  it.each([
    [
      { context: { privileged: 'false' } },
      'spec.containers[0].securityContext.privileged: expected true or false, got "false"',
    ],
    [
      { context: { runAsUser: '0' } },
      'spec.containers[0].securityContext.runAsUser: expected a whole number, got "0"',
    ],
    [
      { context: { capabilities: { drop: 'ALL' } } },
      'spec.containers[0].securityContext.capabilities.drop: expected a list, got "ALL"',
    ],
    [{ spec: { containers: {} } }, 'spec.containers: expected a list, got an object'],
    [{ spec: { volumes: ['data'] } }, 'spec.volumes[0]: expected an object, got "data"'],
    [{ metadata: { annotations: { a: true } } }, 'metadata.annotations["a"]: expected a string, got true'],
    [
      { container: { resources: { limits: { memory: 'much' } } } },
      'spec.containers[0].resources.limits["memory"]: expected a quantity, got "much"',
    ],
  ])('%j', (changes, problem) => {
    expect(problemsOf(aPod(changes))).toContain(problem);
  });
});

it('unknown fields are ignored and null is unset', () => {
  const read = readPod({ ...aPod({ spec: { hostPID: null, hostTime: 3 } }) });
  expect(read.outcome === 'pod' && Object.keys(read.template.pod.spec).toSorted()).toEqual([
    'containers',
    'securityContext',
  ]);
});
