import { z } from 'zod';
import { helmReleaseSchema } from '../kubernetes/objects/helm-release.ts';
import { durationText } from '../values/duration.ts';

const common = {
  cluster: z.string().describe('every cluster of this name'),
  after: durationText.describe('simulated time from the beginning, or from when it was posted'),
  every: durationText.optional().describe('again and again at this distance'),
};

/** Changes of the fleet by others. A fleet file's `scheduledEvents` and `POST /_simulator/scheduled-events` take it. */
export const scheduledEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('foreign-operation'),
    ...common,
    minutes: z.number().positive().default(10),
  }),
  z.strictObject({ kind: z.literal('foreign-operation-ends'), ...common }),
  z.strictObject({
    kind: z.literal('autoscale'),
    ...common,
    pool: z.string(),
    count: z.int().min(0).max(1000).describe('how many nodes the autoscaler wants'),
  }),
  z.strictObject({
    kind: z.literal('spot-eviction'),
    ...common,
    pool: z.string(),
    nodes: z.int().min(1).max(1000).default(1).describe('how many nodes Azure takes away'),
  }),
  z.strictObject({ kind: z.literal('auto-upgrade'), ...common }),
  z.strictObject({
    kind: z.literal('patches'),
    ...common,
    pool: z.string().optional().describe('absent: every Linux pool'),
    nodes: z.int().min(1).optional().describe('so many of each pool, the first ones; absent: all'),
  }),
  z.strictObject({ kind: z.literal('callers-stop'), ...common }),
  z.strictObject({
    kind: z.literal('helm-upgrade'),
    ...common,
    release: helmReleaseSchema.omit({ revision: true }),
  }),
  z.strictObject({ kind: z.literal('stop'), ...common }),
  z.strictObject({ kind: z.literal('start'), ...common }),
]);

export type ScheduledEvent = z.output<typeof scheduledEventSchema>;
