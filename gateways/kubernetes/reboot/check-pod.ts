import type { V1Pod } from '@kubernetes/client-node';

/** On every pod that checks for the sentinel: the node pool that it checks. */
export const checkPodLabel = 'drydock.dev/reboot-check';

export interface CheckPod {
  readonly namespace: string;
  readonly name: string;
  readonly pool: string;
  readonly node: string;
  /** Has `sh` with `test`. */
  readonly image: string;
}

/** Exit codes of its script. */
export const sentinelSeen = { present: 10, absent: 0, nothing: 3 } as const;

const script = `test -d /host-run/systemd || exit ${sentinelSeen.nothing}; test -e /host-run/reboot-required && exit ${sentinelSeen.present}; exit ${sentinelSeen.absent}`;

/** A pod that is never deleted ends after this time. */
const deadlineSeconds = 120;

/**
 * Looks whether /run/reboot-required is there, and ends. As no one, without a capability, a token or a way to write: what it
 * sees of the node is what any user of it may read in /run. The directory, for a file that is not there cannot be mounted:
 * containerd would make it.
 */
export function checkPodBody({ namespace, name, pool, node, image }: CheckPod): V1Pod {
  return {
    metadata: {
      namespace,
      name,
      labels: { [checkPodLabel]: pool, 'app.kubernetes.io/managed-by': 'drydock' },
    },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      activeDeadlineSeconds: deadlineSeconds,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Nodes that take no other pods wait for reboots as well.
      tolerations: [{ operator: 'Exists' }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_534,
        runAsGroup: 65_534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'look',
          image,
          command: ['sh', '-c', script],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: { requests: { cpu: '1m', memory: '8Mi' }, limits: { cpu: '100m', memory: '32Mi' } },
          volumeMounts: [{ name: 'run', mountPath: '/host-run', readOnly: true }],
        },
      ],
      volumes: [{ name: 'run', hostPath: { path: '/run', type: 'Directory' } }],
    },
  };
}
