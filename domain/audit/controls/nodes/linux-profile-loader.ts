import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, fail } from '../../control/control.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { isObject, textOf } from '../../kubernetes/read-shape.ts';
import { annotatedAppArmor } from '../../pod-security/checks/app-armor-profile.ts';
import type { Container, SharedSecurityContext } from '../../pod-security/pod/pod.ts';
import { allContainers } from '../../pod-security/pod/pss-check.ts';
import { readPod } from '../../pod-security/pod/read-pod.ts';

type Kind = 'seccomp' | 'AppArmor';

const folders: Readonly<Record<Kind, string>> = {
  seccomp: '/var/lib/kubelet/seccomp',
  AppArmor: '/etc/apparmor.d',
};
const customKinds: Readonly<Record<Kind, string>> = {
  seccomp: 'SeccompProfile',
  AppArmor: 'AppArmorProfile',
};

export const linuxProfileLoader: Control = {
  id: 'SB-LSM-03',
  title: 'Localhost profiles are loaded onto new nodes',
  area: 'linux-security',
  severity: 'high',
  rule: 'For every Localhost profile that a container uses, a DaemonSet or the Security Profiles Operator loads it onto every node.',
  source: 'https://kubernetes.io/docs/tutorials/security/seccomp/',
  remediation:
    'Load profiles with a DaemonSet; a file copied by SSH is lost with the node, and the pods then fail to start.',
  needs: ['workloads', 'namespaces', 'daemon-sets'],
  isHazard: true,
  judge: ({ workloads, objects }) => workloads.flatMap((workload) => judge(workload, objects)),
};

function judge(workload: Workload, objects: readonly KubernetesObject[]): readonly Finding[] {
  if (workload.isWindows) return [];
  const { spec, metadata } = workload.pod;
  const ofContext = (context: SharedSecurityContext | undefined) => [
    ...(context?.seccompProfile?.type === 'Localhost'
      ? [['seccomp', context.seccompProfile.localhostProfile ?? ''] as const]
      : []),
    ...(context?.appArmorProfile?.type === 'Localhost'
      ? [['AppArmor', context.appArmorProfile.localhostProfile ?? ''] as const]
      : []),
  ];
  const annotated = (container: Container) => {
    const set = annotatedAppArmor(metadata, container);
    return set === null || set === 'refused' ? [] : ofContext({ appArmorProfile: set });
  };
  const missing = (profiles: readonly (readonly [Kind, string])[], container: string | null) =>
    profiles
      .filter(([kind, profile]) => !isLoaded(kind, profile, objects))
      .map(([kind, profile]) => ({
        ...fail(workload.resource, `its ${kind} profile ${profile} is not loaded onto new nodes`),
        facts: [`${kind} ${profile}`],
        ...(container === null ? {} : { container }),
      }));
  return [
    ...missing(ofContext(spec.securityContext), null),
    ...allContainers(spec).flatMap((container) =>
      missing([...ofContext(container.securityContext), ...annotated(container)], container.name ?? ''),
    ),
  ];
}

function isLoaded(kind: Kind, profile: string, objects: readonly KubernetesObject[]): boolean {
  return objects.some(
    (object) => loadsFolder(object, folders[kind]) || definesProfile(object, kind, profile),
  );
}

/** A DaemonSet that mounts the folder of profiles, or one above it. */
function loadsFolder(object: KubernetesObject, folder: string): boolean {
  if (object.kind !== 'DaemonSet') return false;
  const read = readPod(object);
  if (read.outcome !== 'pod') return false;
  const paths = (read.template.pod.spec.volumes ?? []).flatMap(({ hostPath }) => hostPath?.path ?? []);
  return paths.some((path) => `${folder}/`.startsWith(path.endsWith('/') ? path : `${path}/`));
}

function definesProfile(
  { apiVersion, kind, metadata }: KubernetesObject,
  of: Kind,
  profile: string,
): boolean {
  if (!textOf(apiVersion).startsWith('security-profiles-operator.x-k8s.io/') || kind !== customKinds[of])
    return false;
  const name = isObject(metadata) ? textOf(metadata.name) : '';
  return profile === name || profile.endsWith(`/${name}.json`);
}
