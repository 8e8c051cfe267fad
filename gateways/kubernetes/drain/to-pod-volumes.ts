import type { HostPath } from '#domain/drain/placed-volume.ts';

interface RawContainer {
  readonly volumeMounts?: readonly { readonly name?: string; readonly readOnly?: boolean }[];
}

export interface RawPodVolumes {
  readonly volumes?: readonly {
    readonly name?: string;
    readonly persistentVolumeClaim?: { readonly claimName?: string };
    readonly ephemeral?: object;
    readonly hostPath?: { readonly path?: string };
  }[];
  readonly containers?: readonly RawContainer[];
  readonly initContainers?: readonly RawContainer[];
}

const none: readonly never[] = [];

/** Names of the claims of a pod; one of a generic ephemeral volume is named after pod and volume. */
export function claimsOf(podName: string, { volumes = none }: RawPodVolumes): readonly string[] {
  const claims = volumes.flatMap(({ name = '', persistentVolumeClaim, ephemeral }) => {
    if (ephemeral !== undefined) return [`${podName}-${name}`];
    return persistentVolumeClaim?.claimName ?? [];
  });
  return claims.length === 0 ? none : claims;
}

export function hostPathsOf(spec: RawPodVolumes): readonly HostPath[] {
  const { volumes = none, containers = none, initContainers = none } = spec;
  const mounts = [...initContainers, ...containers].flatMap(({ volumeMounts = none }) => volumeMounts);
  const found = volumes.flatMap(({ name, hostPath }) => {
    if (hostPath === undefined) return [];
    const isWritten = mounts.some((each) => each.name === name && each.readOnly !== true);
    return [{ path: hostPath.path ?? '', isWritten }];
  });
  return found.length === 0 ? none : found;
}
