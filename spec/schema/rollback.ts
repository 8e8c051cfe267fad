import { z } from 'zod';
import { choice } from './scalars.ts';

/** What becomes of what failed. */
export const rollback = z.strictObject({
  nodePools: choice(['Never', 'Ask', 'OnFailure'])
    .prefault('Ask')
    .describe(
      'A node pool that fails, while AKS still takes it back to the version and image it left last. Ask: it waits, and `drydock rollback` takes it back. OnFailure: it goes back by itself, and its cluster counts as failed. Never: it stays.',
    ),
  onControlPlaneFailure: choice(['Hold'])
    .prefault('Hold')
    .describe('A control plane never goes back to an earlier version: it holds for a person.'),
});
