import type { NodeReading } from '#domain/health/health-reading.ts';
import { hasCondition, type RawCondition, type RawMetadata } from '../client/raw-object.ts';
import { poolOf } from '../client/to-node.ts';

export interface RawNode {
  readonly metadata?: RawMetadata;
  readonly status?: { readonly conditions?: readonly RawCondition[] };
}

/** Conditions that should be False: the kubelet's, and those of AKS's node problem detector. */
const problems = [
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'KernelDeadlock',
  'ReadonlyFilesystem',
  'FrequentKubeletRestart',
  'FrequentContainerdRestart',
  'ContainerRuntimeProblem',
  'KubeletProblem',
  'FilesystemCorruptionProblem',
];

export function toNodeReading({ metadata = {}, status }: RawNode): NodeReading {
  const isReady = hasCondition(status?.conditions, 'Ready', 'True');
  return {
    name: metadata.name ?? '',
    pool: poolOf(metadata.labels ?? {}),
    isWindows: metadata.labels?.['kubernetes.io/os'] === 'windows',
    troubles: [
      ...(isReady ? [] : ['not ready']),
      ...problems.filter((type) => hasCondition(status?.conditions, type, 'True')),
    ],
  };
}
