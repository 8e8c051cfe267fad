import type { PrivilegedPodTerms } from '../../reboot/reboot-terms.ts';

/** What the plan tells of the pod that reboots nodes: what it is allowed, and what its namespace has to allow for that. */
export function describePrivileges({ image, namespace }: PrivilegedPodTerms): readonly string[] {
  return [
    `on each node that waits a pod of ${image} is made in ${namespace}, as root, privileged and in the host's process namespace (hostPID): nsenter takes it into the mounts of process 1, where it runs "systemctl reboot"`,
    `namespace ${namespace} has to be there and to allow that (pod-security.kubernetes.io/enforce: privileged): whoever may create pods in it is root on every node of the cluster, with all that is mounted there`,
  ];
}
