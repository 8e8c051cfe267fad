import { z } from 'zod';
import { type AnyKind, type Kinds, type Plural, schemas } from '../objects/kinds.ts';
import { type Resource, resourceOfManifest } from '../objects/resource-catalogue.ts';
import type { ClusterState } from './cluster-state.ts';

/** One thing wrong with an object, at the path of its field. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export type Parsed<P extends Plural> =
  | { readonly object: Kinds[P] }
  | { readonly problems: readonly FieldProblem[] };

const draft = z.looseObject({
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string().optional(),
    generateName: z.string().optional(),
    namespace: z.string().optional(),
  }),
});

/**
 * Reads what a client or a fleet file wrote as an object of a kind, still without the identity that `bornNow`
 * gives it. `namespace` is the request's, undefined for what lives in none.
 */
export function parseNew<P extends Plural>(
  state: Pick<ClusterState, 'timestamp'>,
  resource: Resource & { readonly plural: P },
  json: unknown,
  namespace: string | undefined,
): Parsed<P> {
  const sketch = draft.safeParse(json);
  if (!sketch.success) return { problems: fieldProblems(sketch.error) };
  const { apiVersion: _, kind: __, ...fields } = sketch.data;
  const { namespace: ___, ...given } = sketch.data.metadata;
  const name = given.name ?? (given.generateName && `${given.generateName}${UNBORN}`);
  if (name === undefined)
    return { problems: [{ field: 'metadata.name', message: 'name or generateName is required' }] };
  const metadata = {
    ...given,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: '',
    resourceVersion: '',
    creationTimestamp: state.timestamp(),
    ...(hasGeneration(resource) ? { generation: 1 } : {}),
  };
  return parseStored(resource.plural, { ...fields, ...beginning(resource), metadata });
}

/** Ends a name that is made up only when the object is stored: what is refused or tried must not draw on chance. */
const UNBORN = '00000';

/** The object with its uid and, where none was given, its name. */
export function bornNow<Kind extends AnyKind>(state: ClusterState, object: Kind): Kind {
  const { generateName } = object.metadata as { readonly generateName?: string };
  const isUnnamed = generateName !== undefined && object.metadata.name === `${generateName}${UNBORN}`;
  const name = isUnnamed ? `${generateName}${state.suffix()}` : object.metadata.name;
  return { ...object, metadata: { ...object.metadata, name, uid: state.uid() } };
}

/** Checks a complete object of a kind. */
export function parseStored<P extends Plural>(plural: P, json: unknown): Parsed<P> {
  const parsed = (schemas[plural] as unknown as z.ZodType<Kinds[P]>).safeParse(json);
  return parsed.success ? { object: parsed.data } : { problems: fieldProblems(parsed.error) };
}

// A client does not write a status; pods and namespaces begin with a phase. Fleet files may seed finished pods.
function beginning(resource: Resource): { readonly status?: AnyKind['status'] } {
  if (resource.plural === 'pods') return { status: { phase: 'Pending' } };
  if (resource.plural === 'namespaces') return { status: { phase: 'Active' } };
  return {};
}

/** Whether objects of a kind count the changes of their spec. */
export function hasGeneration({ group }: Resource): boolean {
  return group !== '';
}

function fieldProblems(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
}

const DEFAULT_NAMESPACE = 'default';

/** What keeps an object of a fleet file from being applied, before there is a cluster; empty: nothing. */
export function findManifestProblems(manifest: object): readonly FieldProblem[] {
  const sketch = sketchOf.safeParse(manifest);
  if (!sketch.success) return fieldProblems(sketch.error);
  const { kind, apiVersion, metadata } = sketch.data;
  const resource = resourceOfManifest(kind, apiVersion);
  if (resource === undefined) return [{ field: 'kind', message: noKind(kind) }];
  const parsed = parseNew(untimed, resource, manifest, namespaceOf(resource, metadata.namespace));
  return 'problems' in parsed ? parsed.problems : [];
}

const untimed = { timestamp: () => '' };

const sketchOf = z.looseObject({
  kind: z.string(),
  apiVersion: z.unknown().optional(),
  metadata: draft.shape.metadata,
  status: z.unknown().optional(),
});

function noKind(kind: string): string {
  return `the simulator has no kind ${kind}`;
}

function namespaceOf({ namespaced }: Resource, given: string | undefined): string | undefined {
  return namespaced ? (given ?? DEFAULT_NAMESPACE) : undefined;
}

/**
 * Creates or replaces an object of a fleet file; its namespace is made when it is missing. A `status` is
 * kept, so that finished pods can be seeded. Throws with every field at fault.
 */
export function applyManifest(state: ClusterState, manifest: object): void {
  const { kind, apiVersion, metadata, status } = sketchOf.parse(manifest);
  const resource = resourceOfManifest(kind, apiVersion);
  if (resource === undefined) throw new Error(noKind(kind));
  const namespace = namespaceOf(resource, metadata.namespace);
  const parsed = parseNew(state, resource, manifest, namespace);
  if ('problems' in parsed) throw new Error(`${kind} ${metadata.name ?? ''}: ${sentence(parsed.problems)}`);
  if (namespace !== undefined && state.store.get('namespaces', undefined, namespace) === undefined) {
    applyManifest(state, { kind: 'Namespace', metadata: { name: namespace } });
  }
  const object = bornNow(state, parsed.object);
  const before = state.store.get(resource.plural, namespace, object.metadata.name);
  const kept = before === undefined ? object : { ...object, metadata: succeeding(object, before) };
  state.store.put(resource.plural, status === undefined ? kept : ({ ...kept, status } as AnyKind));
}

// A replaced object stays the same object: its pods know it by its uid.
function succeeding(object: AnyKind, { metadata }: AnyKind): AnyKind['metadata'] {
  const { uid, creationTimestamp, generation } = metadata;
  const next = generation === undefined ? {} : { generation: generation + 1 };
  return { ...object.metadata, uid, creationTimestamp, ...next };
}

/** All problems in one line. */
function sentence(problems: readonly FieldProblem[]): string {
  return problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
}
