import type { V1Pod } from '@kubernetes/client-node';
import type { PrivilegedPodTerms } from '#domain/reboot/reboot-terms.ts';

/** On every pod that asks for the reboot of its node: the node pool. */
export const rebootPodLabel = 'drydock.dev/reboot';

export interface RebootPod extends PrivilegedPodTerms {
  readonly pool: string;
  readonly node: string;
  /** The boot that is to end; the pod does nothing in any other. */
  readonly bootId: string;
  /** Who asks, for people who find it: the campaign. */
  readonly by: string;
}

/** Exit codes of its script. Only the node shows whether it reboots: its pod may be killed before it could exit. */
const ends: Readonly<Record<number, string>> = {
  3: 'it found the node in another boot',
  4: 'nsenter or systemctl did not do it',
};

/**
 * The boot is compared on the node itself: anyone who starts the pod again after the reboot, be it the kubelet, reboots nothing.
 * Only into the mounts of process 1: there is the systemctl of the node, and the socket of its systemd.
 */
const script = `read -r now < /proc/sys/kernel/random/boot_id; test "$now" = "$BOOT_ID" || exit 3; nsenter -t 1 -m -- systemctl reboot || exit 4`;

/** For a pull of the image and a start; the kubelet starts nothing of it after that. */
const deadlineSeconds = 300;

/** One for each boot of a node, so that anyone who begins again finds it. */
export function rebootPodName({ node, bootId }: Pick<RebootPod, 'node' | 'bootId'>): string {
  return `reboot-${node}-${bootId.replace(/[^0-9a-f]/g, '').slice(0, 12)}`;
}

/**
 * Asks the systemd of its node for a reboot, as kured does it. Privileged, root and in the host's process namespace: less does not
 * reach process 1. What it does not need it has not: no token, no network or IPC of the host, no volume, no root to write to.
 */
export function rebootPodBody(pod: RebootPod): V1Pod {
  const { namespace, pool, node, bootId, image, by } = pod;
  return {
    metadata: {
      namespace,
      name: rebootPodName(pod),
      labels: { [rebootPodLabel]: pool, 'app.kubernetes.io/managed-by': 'drydock' },
      annotations: { 'drydock.dev/by': by },
    },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      activeDeadlineSeconds: deadlineSeconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      dnsPolicy: 'Default',
      hostPID: true,
      // The node is cordoned by then, and may have taints of its own.
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'reboot',
          image,
          command: ['sh', '-c', script],
          env: [{ name: 'BOOT_ID', value: bootId }],
          securityContext: { privileged: true, runAsUser: 0, readOnlyRootFilesystem: true },
          resources: { requests: { cpu: '1m', memory: '8Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
        },
      ],
    },
  };
}

/** How it ended, or where it stands. */
export function describeRebootPod({ status, metadata }: V1Pod): string {
  const state = status?.containerStatuses?.[0]?.state;
  if (state?.terminated !== undefined) {
    const { exitCode } = state.terminated;
    return `ended with exit code ${exitCode}${exitCode in ends ? ` (${ends[exitCode]})` : ''}`;
  }
  if (state?.running !== undefined) return 'was still running';
  const why = state?.waiting?.reason ?? status?.reason ?? status?.phase ?? 'Pending';
  return metadata?.deletionTimestamp === undefined ? `did not start: ${why}` : `was being deleted: ${why}`;
}
