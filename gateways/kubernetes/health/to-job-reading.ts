import type { JobReading } from '#domain/gate/health/health-reading.ts';
import {
  controllerOf,
  hasCondition,
  instant,
  objectId,
  type RawCondition,
  type RawMetadata,
} from '../client/raw-object.ts';

export interface RawJob {
  readonly metadata?: RawMetadata;
  readonly status?: { readonly conditions?: readonly RawCondition[] };
}

export function toJobReading({ metadata = {}, status }: RawJob): JobReading {
  const id = objectId('Job', metadata);
  const cronJob = controllerOf(metadata);
  return {
    id,
    owner: cronJob === null ? id : objectId(cronJob.kind, { ...metadata, name: cronJob.name }),
    createdAt: instant(metadata.creationTimestamp),
    hasFailed: hasCondition(status?.conditions, 'Failed', 'True'),
  };
}
