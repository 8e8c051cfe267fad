import { asRead } from '../nodes/heartbeat.ts';
import type { AnyKind } from '../objects/kinds.ts';
import { groupVersion, type Resource } from '../objects/resource-catalogue.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { problem } from '../wire/status-answer.ts';
import { type IncludedObject, tableOf } from './table.ts';

/** The form in which a client wants objects: whole, as rows to print, or their metadata only. */
export type Representation = 'whole' | 'table' | 'metadata';

const META = 'meta.k8s.io/v1';

/** What the Accept header asks for, its first entry that is served. Throws 406 where none is (protobuf alone). */
function readAccept(accept: string): Representation {
  if (accept.trim() === '') return 'whole';
  for (const entry of accept.split(',')) {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'whole';
    if (as === 'table') return 'table';
    if (as.startsWith('partialobjectmetadata')) return 'metadata';
  }
  throw problem('NotAcceptable', 'only the following media types are accepted: application/json');
}

interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string | undefined;
  readonly remainingItemCount?: number | undefined;
}

/** Objects in the form that was asked for. */
export class Presenter {
  private readonly resource: Resource;
  private readonly state: ClusterState;
  private readonly form: Representation;
  private readonly included: IncludedObject;

  constructor(
    resource: Resource,
    state: ClusterState,
    given: { readonly accept: string; readonly query: URLSearchParams },
  ) {
    this.resource = resource;
    this.state = state;
    this.form = readAccept(given.accept);
    const included = given.query.get('includeObject');
    this.included = included === 'None' || included === 'Object' ? included : 'Metadata';
  }

  /** A single object: alone every object says its kind. */
  one(object: AnyKind): object {
    const read = { ...typeOf(this.resource), ...asRead(this.resource.plural, object, this.state) };
    if (this.form === 'metadata') return metadataOf(read);
    if (this.form === 'whole') return read;
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return this.table([read], metadata);
  }

  /** A list; its items carry no kind. */
  list(objects: readonly AnyKind[], metadata: ListMetadata): object {
    const { plural, kind } = this.resource;
    const read = objects.map((object) => asRead(plural, object, this.state));
    if (this.form === 'table')
      return this.table(
        read.map((object) => ({ ...typeOf(this.resource), ...object })),
        metadata,
      );
    if (this.form === 'whole')
      return { kind: `${kind}List`, apiVersion: groupVersion(this.resource), metadata, items: read };
    return { kind: 'PartialObjectMetadataList', apiVersion: META, metadata, items: read.map(metadataOf) };
  }

  private table(objects: readonly AnyKind[], metadata: ListMetadata): object {
    const { plural } = this.resource;
    return tableOf(plural, objects, { metadata, included: this.included, nowMs: this.state.now() });
  }
}

function metadataOf({ metadata }: Pick<AnyKind, 'metadata'>): object {
  return { kind: 'PartialObjectMetadata', apiVersion: META, metadata };
}

function typeOf(resource: Resource) {
  return { kind: resource.kind, apiVersion: groupVersion(resource) };
}
