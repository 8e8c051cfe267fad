import type { PodSpec } from '#domain/audit/pod-security/pod/pod.ts';

/** A pod that every level and every recommended control allows, but for what is given; `container` changes its only container. */
export function aPod({
  spec = {},
  container = {},
  context = {},
  metadata = {},
}: PodChanges = {}): PodManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'main',
          image: 'registry.invalid/app:1',
          resources: { limits: { cpu: '1', memory: '1Gi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...context },
          ...container,
        },
      ],
      ...spec,
    },
  };
}

/** A pod that keeps every control. */
export function aCarefulPod(): PodManifest {
  return aPod({
    spec: { automountServiceAccountToken: false, serviceAccountName: 'web' },
    container: {
      image: `registry.invalid/app:1@sha256:${'0'.repeat(64)}`,
      readinessProbe: { httpGet: {} },
      livenessProbe: { httpGet: {} },
    },
    context: { readOnlyRootFilesystem: true },
  });
}

interface PodChanges {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
  /** Of the container's security context. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface PodManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: PodSpec & Readonly<Record<string, unknown>>;
}

/** The same pod as the template of each kind of workload that makes pods, in every API version it ever had. */
export function workloadsOf({
  metadata,
  spec,
}: Pick<PodManifest, 'metadata' | 'spec'>): readonly WorkloadManifest[] {
  const template = { metadata, spec };
  const workload = (apiVersion: string, kind: string, rest: object = { spec: { template } }) => ({
    apiVersion,
    kind,
    metadata: { name: 'web', namespace: 'shop' },
    ...rest,
  });
  return [
    workload('v1', 'PodTemplate', { template }),
    workload('v1', 'ReplicationController'),
    ...['apps/v1', 'apps/v1beta2', 'extensions/v1beta1'].flatMap((version) =>
      ['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => workload(version, kind)),
    ),
    workload('apps/v1', 'StatefulSet'),
    workload('apps/v1beta1', 'Deployment'),
    workload('batch/v1', 'Job'),
    ...['batch/v1', 'batch/v1beta1', 'batch/v2alpha1'].map((version) =>
      workload(version, 'CronJob', { spec: { jobTemplate: { spec: { template } } } }),
    ),
  ];
}

interface WorkloadManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}
