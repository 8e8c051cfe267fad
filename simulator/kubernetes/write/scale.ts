import { z } from 'zod';
import type { AnyKind, LabelSelector, Plural } from '../objects/kinds.ts';
import type { NamedTarget } from '../wire/resource-target.ts';
import { invalid } from '../wire/status-answer.ts';

const SCALED: readonly Plural[] = ['deployments', 'replicasets', 'statefulsets'];

/** Whether a kind has a scale subresource. */
export function isScaled(plural: Plural): boolean {
  return SCALED.includes(plural);
}

interface Replicated {
  readonly replicas?: number;
  readonly selector?: LabelSelector;
}

/** The Scale (autoscaling/v1) of a deployment, a replica set or a stateful set. */
export function scaleOf({ metadata, spec, status }: AnyKind) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas = 1, selector } = (spec ?? {}) as Replicated;
  const pairs = Object.entries(selector?.matchLabels ?? {});
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: {
      replicas: (status as Replicated | undefined)?.replicas ?? 0,
      selector: pairs.map(([key, value]) => `${key}=${value}`).join(','),
    },
  };
}

const scale = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }).optional(),
  spec: z.looseObject({ replicas: z.int().min(0).default(0) }).default({ replicas: 0 }),
});

/** The object with the replicas of a Scale that a client wrote. Throws 422 where there is no such number. */
export function rescaled({ resource, name }: NamedTarget, before: AnyKind, body: unknown): unknown {
  const parsed = scale.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    throw invalid({ ...resource, kind: 'Scale', group: 'autoscaling' }, name, problems);
  }
  const { metadata, spec } = parsed.data;
  const resourceVersion = metadata?.resourceVersion || before.metadata.resourceVersion;
  return {
    ...before,
    metadata: { ...before.metadata, resourceVersion },
    spec: { ...(before.spec as object), replicas: spec.replicas },
  };
}
