import { z } from 'zod';
import { isImageByDigest } from '#domain/reboot/privileged-pod.ts';
import type { Finding } from '../problem/problem.ts';
import { kuredMetric } from './metrics.ts';
import { withRule } from './rule.ts';
import { choice, duration, name, text } from './scalars.ts';

const imageError = 'expected an image by digest, such as registry.example/busybox@sha256:…';

const privilegedPod = z.strictObject({
  image: text(imageError)
    .refine(isImageByDigest, { error: imageError })
    .meta({ examples: [`mcr.microsoft.com/azurelinux/busybox@sha256:${'0'.repeat(64)}`] })
    .describe(
      'An image with `sh` and `nsenter`, by digest. `DRYDOCK_PRIVILEGED_POD_IMAGES` of the worker has to allow it.',
    ),
  namespace: name()
    .prefault('drydock-reboot')
    .describe(
      'Namespace of the pods. It must exist, with the Pod Security level privileged. Only Drydock should be allowed to create pods in it.',
    ),
  acknowledge: choice(['RootOnNodes']).describe(
    'RootOnNodes: the author knows that this pod is root on its node, and that everyone who may create pods in its namespace is root on every node. Required for this method.',
  ),
});

/** How nodes that wait for a reboot may get it. */
export const reboot = withRule(
  z.strictObject({
    methods: z
      .array(choice(['NodeImage', 'Restart', 'Replace', 'PrivilegedPod']))
      .min(1, { error: 'needs at least one method: NodeImage, Restart, Replace or PrivilegedPod' })
      .prefault(['NodeImage', 'Restart'])
      .describe(
        'What may be done. NodeImage, before all others: a pool with a newer node image goes to it, which makes reboots needless. Then the first that the cluster allows; each node that waits is cordoned and drained. Restart: its machine is restarted through Microsoft.Compute in the node resource group, where that is not locked down. Replace: its pool, which must have no autoscaler, gets a node more, and its machine is deleted; without a newer image the new node waits again after its own updates. PrivilegedPod: a pod that is root on the node asks its systemd, with `privilegedPod` alone.',
      ),
    kured: choice(['Leave', 'HoldLock'])
      .prefault('Leave')
      .describe(
        "A cluster in which kured runs. Leave: kured reboots its nodes. HoldLock: Drydock holds kured's lock while it reboots a node, so that no other node reboots, and waits while kured's own blockers apply.",
      ),
    checkPod: z
      .strictObject({
        image: text('expected the name of an image')
          .meta({ examples: ['mcr.microsoft.com/azurelinux/busybox:1.36'] })
          .describe('An image with `sh` and `test`.'),
        namespace: name()
          .prefault('drydock')
          .describe('Namespace of the pods. It must exist and allow hostPath volumes.'),
      })
      .optional()
      .describe(
        'A pod that checks for /run/reboot-required on each node, as the user nobody and read-only, and is deleted at once. Absent: no such pod; if kured does not show whether a node waits for a reboot, a decision is requested.',
      ),
    kuredMetric: kuredMetric
      .optional()
      .describe(
        "A Prometheus with kured's metrics: it is queried in place of kured's pods, which requires no permission in the cluster. Only with `kured: HoldLock`.",
      ),
    privilegedPod: privilegedPod
      .optional()
      .describe(
        'The pod of the method PrivilegedPod. Absent: that method is refused, and no such pod is created.',
      ),
    drainTimeout: duration({ atLeastMs: 60_000 })
      .prefault('30m')
      .describe('How long the drain of a node may take; then it is uncordoned.'),
    bootTimeout: duration({ atLeastMs: 60_000 })
      .prefault('20m')
      .describe('From the restart of a node until it is back in another boot.'),
    readyFor: duration()
      .prefault('2m')
      .describe('How long a node must be Ready after its reboot before the next one starts.'),
  }),
  ['methods', 'privilegedPod'],
  ({ methods, privilegedPod: pod }): Finding[] => {
    const isMethod = methods.includes('PrivilegedPod');
    if (isMethod === (pod !== undefined)) return [];
    const message = isMethod
      ? 'is required for the method PrivilegedPod: its image, and acknowledge: RootOnNodes'
      : 'has no place without PrivilegedPod in methods; remove it';
    return [{ path: ['privilegedPod'], message }];
  },
);
