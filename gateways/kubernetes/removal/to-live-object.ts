import { textOf } from '#domain/audit/kubernetes/read-shape.ts';
import type { ApiKind } from '#domain/removal/catalogue/life-of-api.ts';
import { actorsOf } from '#domain/removal/findings/actor.ts';
import type { LiveObject } from '#domain/removal/objects/judge-live-object.ts';
import { instant, type RawMetadata } from '../client/raw-object.ts';

interface RawWrittenMetadata extends RawMetadata {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly {
    readonly manager?: string;
    readonly apiVersion?: string;
    readonly time?: string;
    /** "status", "scale" */
    readonly subresource?: string;
  }[];
}

export interface RawPartialObject {
  readonly metadata?: RawWrittenMetadata;
}

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What the metadata of an object of a kind say of who wrote it. */
export function toLiveObject(kind: string, { metadata = {} }: RawPartialObject): LiveObject {
  const { name = '', namespace = null, labels = {}, annotations = {}, managedFields = [] } = metadata;
  const applied = annotations[annotation];
  return {
    kind,
    namespace,
    name,
    lastApplied: applied === undefined ? null : readApplied(kind, applied),
    writes: managedFields.flatMap(({ manager = '', apiVersion, time, subresource = '' }) =>
      apiVersion === undefined
        ? []
        : [{ manager, apiVersion, at: instant(time), isOfSubresource: subresource !== '' }],
    ),
    who: actorsOf(labels, annotations),
  };
}

/** kubectl writes the apiVersion first, and a kind of its own name; only what looks otherwise is read as a whole. */
function readApplied(kind: string, applied: string): ApiKind | null {
  const apiVersion = /^\{"apiVersion":"([^"\\]+)"/.exec(applied)?.[1];
  if (apiVersion !== undefined) return { apiVersion, kind };
  try {
    const read = JSON.parse(applied) as Readonly<Record<keyof ApiKind, unknown>> | null;
    return typeof read?.apiVersion === 'string'
      ? { apiVersion: read.apiVersion, kind: textOf(read.kind, kind) }
      : null;
  } catch {
    return null;
  }
}
