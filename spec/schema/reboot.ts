import { z } from 'zod';
import { choice, duration, name, text } from './scalars.ts';

/** How nodes that wait for a reboot may get it. */
export const reboot = z.strictObject({
  ways: z
    .array(choice(['NodeImage', 'Restart']))
    .min(1, { error: 'needs at least one way, NodeImage or Restart' })
    .prefault(['NodeImage', 'Restart'])
    .describe(
      'What may be done, the least first. NodeImage: a pool with a newer node image goes to it, which makes reboots needless. Restart: each node that waits is cordoned, drained and its machine restarted through Microsoft.Compute in the node resource group.',
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
  drainTimeout: duration({ atLeastMs: 60_000 })
    .prefault('30m')
    .describe('How long the drain of a node may take; then it is opened again.'),
  bootTimeout: duration({ atLeastMs: 60_000 })
    .prefault('20m')
    .describe('From the restart of a node until it is back in another boot.'),
  readyFor: duration()
    .prefault('2m')
    .describe('How long a node has to be Ready in its new boot before the next one is taken.'),
});
