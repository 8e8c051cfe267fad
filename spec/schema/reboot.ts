import { z } from 'zod';
import type { Finding } from '../problem/problem.ts';
import { kuredMetric } from './metrics.ts';
import { withRule } from './rule.ts';
import { choice, duration, name, text } from './scalars.ts';

const privilegedPod = z.strictObject({
  image: text('expected the name of an image')
    .meta({ examples: ['mcr.microsoft.com/azurelinux/busybox:1.36'] })
    .describe('An image with `sh` and `nsenter`.'),
  namespace: name()
    .prefault('drydock-reboot')
    .describe(
      'Where the pods are made; it has to be there, and its Pod Security level to be privileged. Nobody else should be allowed to create pods in it.',
    ),
  acknowledge: choice(['RootOnNodes']).describe(
    'RootOnNodes: the author knows that this pod is root on its node, and whoever may create pods in its namespace on every node. Nothing else turns the way on.',
  ),
});

/** How nodes that wait for a reboot may get it. */
export const reboot = withRule(
  z.strictObject({
    methods: z
      .array(choice(['NodeImage', 'Restart', 'Replace', 'PrivilegedPod']))
      .min(1, { error: 'needs at least one way, NodeImage, Restart, Replace or PrivilegedPod' })
      .prefault(['NodeImage', 'Restart'])
      .describe(
        'What may be done. NodeImage, before all others: a pool with a newer node image goes to it, which makes reboots needless. Then the first that the cluster allows; each node that waits is cordoned and drained. Restart: its machine is restarted through Microsoft.Compute in the node resource group, where that is not locked down. Replace: its pool, which must have no autoscaler, gets a node more, and its machine is deleted; without a newer image the new node waits again after its own updates. PrivilegedPod: a pod that is root on the node asks its systemd, with `privilegedPod` alone.',
      ),
    kured: choice(['Leave', 'HoldLock'])
      .prefault('Leave')
      .describe(
        'A cluster in which kured runs. Leave: its reboots are left to it. HoldLock: its lock is held while a node is rebooted, so that nobody else reboots beside it, and what would keep kured from rebooting the node is waited for.',
      ),
    checkPod: z
      .strictObject({
        image: text('expected the name of an image')
          .meta({ examples: ['mcr.microsoft.com/azurelinux/busybox:1.36'] })
          .describe('An image with `sh` and `test`.'),
        namespace: name()
          .prefault('drydock')
          .describe('Where the pods are made; it has to be there, and to allow hostPath volumes.'),
      })
      .optional()
      .describe(
        'A pod that looks for /run/reboot-required on each node, as nobody and read-only, and is deleted at once. Absent: none is made, and a node of which nothing tells whether it waits for a reboot is asked about.',
      ),
    kuredMetric: kuredMetric
      .optional()
      .describe(
        'A Prometheus that knows of each kured which of its nodes wait: it is asked instead of the pods of kured, which takes no right in the cluster. Only with `kured: HoldLock`.',
      ),
    privilegedPod: privilegedPod
      .optional()
      .describe(
        'The pod of the way PrivilegedPod. Absent: that way is refused, and no such pod is ever made.',
      ),
    drainTimeout: duration({ atLeastMs: 60_000 })
      .prefault('30m')
      .describe('How long the drain of a node may take; then it is opened again.'),
    bootTimeout: duration({ atLeastMs: 60_000 })
      .prefault('20m')
      .describe('From the restart of a node until it is back in another boot.'),
    readyFor: duration()
      .prefault('2m')
      .describe('How long a node has to be Ready in its new boot before the next one is taken.'),
  }),
  ['methods', 'privilegedPod'],
  ({ methods, privilegedPod: pod }): Finding[] => {
    const isMethod = methods.includes('PrivilegedPod');
    if (isMethod === (pod !== undefined)) return [];
    const message = isMethod
      ? 'is needed for the way PrivilegedPod: its image, and that its author knows what it is (acknowledge: RootOnNodes)'
      : 'has no place without PrivilegedPod in methods; remove it';
    return [{ path: ['privilegedPod'], message }];
  },
);
