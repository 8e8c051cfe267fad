import { z } from 'zod';
import { isTerminatingNamespace } from '../controllers/namespace-controller.ts';
import type { AnyKind } from '../objects/kinds.ts';
import { groupVersion, type Resource } from '../objects/resource-catalogue.ts';
import { isSameValue } from '../objects/same-value.ts';
import { finishTermination } from '../pods/pod-lifecycle.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { bornNow, hasGeneration, parseNew, parseStored } from '../store/manifests.ts';
import type { NamedTarget, PartTarget, Target } from '../wire/resource-target.ts';
import {
  alreadyExists,
  genericProblem,
  invalid,
  modified,
  namespaceEnds,
  notFound,
  problem,
} from '../wire/status-answer.ts';
import { applyJsonPatch, JsonPatchError } from './json-patch.ts';
import { applyMergePatch, applyStrategicMergePatch } from './merge-patch.ts';
import { rescaled, scaleOf } from './scale.ts';
import { type Application, applied } from './server-side-apply.ts';

/** The object a URL names. Throws 404. */
export function find(state: ClusterState, { resource, namespace, name }: NamedTarget): AnyKind {
  const object = state.store.get(resource.plural, namespace, name);
  if (object === undefined) throw notFound(resource, name);
  return object;
}

/** POST: 400 for another kind, 404 and 403 for a missing or ending namespace, 409 for a taken name, 422. */
export function create(state: ClusterState, target: Target, body: unknown, isDryRun: boolean): AnyKind {
  const { resource, namespace } = target;
  checkKind(resource, body);
  if (namespace !== undefined) checkPlace(namespace, body);
  if (namespace !== undefined) checkNamespace(state, namespace);
  const parsed = parseNew(state, resource, body, namespace);
  if ('problems' in parsed) throw invalid(resource, nameIn(body), parsed.problems);
  const { object } = parsed;
  if (state.store.get(resource.plural, namespace, object.metadata.name) !== undefined) {
    throw alreadyExists(resource, object.metadata.name);
  }
  return isDryRun ? object : state.store.put(resource.plural, bornNow(state, object));
}

function checkKind(resource: Resource, body: unknown): void {
  const { kind, apiVersion } = z
    .looseObject({ kind: z.string().optional(), apiVersion: z.string().optional() })
    .catch({})
    .parse(body);
  const isRight =
    (kind ?? resource.kind) === resource.kind &&
    (apiVersion ?? groupVersion(resource)) === groupVersion(resource);
  if (isRight) return;
  const message = `the object provided is unrecognized: ${apiVersion}, Kind=${kind} does not belong here`;
  throw problem('BadRequest', message);
}

function checkPlace(namespace: string, body: unknown): void {
  const placed = z.looseObject({ metadata: z.looseObject({ namespace: z.string() }) }).safeParse(body);
  if (!placed.success || placed.data.metadata.namespace === namespace) return;
  const message = 'the namespace of the provided object does not match the namespace sent on the request';
  throw problem('BadRequest', message);
}

export function checkNamespace(state: ClusterState, namespace: string): void {
  if (state.store.get('namespaces', undefined, namespace) === undefined) {
    throw notFound({ plural: 'namespaces', group: '' }, namespace);
  }
  if (isTerminatingNamespace(state, namespace)) throw namespaceEnds(namespace);
}

function nameIn(body: unknown): string {
  const named = z.looseObject({ metadata: z.looseObject({ name: z.string() }) }).safeParse(body);
  return named.success ? named.data.metadata.name : '';
}

/** PUT: the whole object; a resourceVersion in it must be the current one. */
export function replace(state: ClusterState, target: PartTarget, body: unknown, isDryRun: boolean): AnyKind {
  if (target.part === 'scale')
    return store(state, target, rescaled(target, find(state, target), body), isDryRun);
  checkKind(target.resource, body);
  return store(state, target, body, isDryRun);
}

export type PatchFormat = 'json' | 'merge' | 'strategic';

/** PATCH: 400 for a malformed patch, 422 for one that does not apply or leaves an invalid object. */
export function patch(
  state: ClusterState,
  target: PartTarget,
  change: { readonly format: PatchFormat; readonly body: unknown },
  isDryRun: boolean,
): AnyKind {
  const before = find(state, target);
  if (target.part !== 'scale') {
    const body = patched(before, change);
    checkUidStays(target, before, body);
    return store(state, target, body, isDryRun);
  }
  const body = rescaled(target, before, patched(scaleOf(before), change));
  return store(state, target, body, isDryRun);
}

/** Server-side apply: as a patch, and it makes what is not there. Answers whether it did. */
export function apply(
  state: ClusterState,
  target: PartTarget,
  application: Application,
  isDryRun: boolean,
): { readonly object: AnyKind; readonly isNew: boolean } {
  checkKind(target.resource, application.config);
  const named = nameIn(application.config) || target.name;
  if (named !== target.name) throw otherName(target.name, named);
  const before = state.store.get(target.resource.plural, target.namespace, target.name);
  const body = applied(state, target, before, application);
  const isNew = before === undefined;
  const object = isNew ? create(state, target, body, isDryRun) : store(state, target, body, isDryRun);
  return { object, isNew };
}

// A replacement with another uid lost a race; a patch that wants another one is wrong.
function checkUidStays({ resource, name }: NamedTarget, { metadata }: AnyKind, body: unknown): void {
  const given = changedMetadata.safeParse(body);
  if (!given.success || (given.data.metadata.uid ?? metadata.uid) === metadata.uid) return;
  throw invalid(resource, name, [{ field: 'metadata.uid', message: 'field is immutable' }]);
}

function patched(
  before: unknown,
  { format, body }: { readonly format: PatchFormat; readonly body: unknown },
): unknown {
  if (format === 'merge') return applyMergePatch(before, body);
  if (format === 'strategic') return applyStrategicMergePatch(before, body);
  try {
    return applyJsonPatch(before, body);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    if (error.isMalformed) throw problem('BadRequest', error.message);
    throw genericProblem('Invalid');
  }
}

const changedMetadata = z.looseObject({
  metadata: z.looseObject({
    name: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
  }),
});

// Name, namespace, uid, times and status are the server's; a client's changes to them are dropped or refused.
function store(state: ClusterState, target: PartTarget, body: unknown, isDryRun: boolean): AnyKind {
  const { resource } = target;
  const before = find(state, target);
  const given = changedMetadata.safeParse(body);
  if (!given.success) throw problem('BadRequest', 'the object has no metadata');
  checkIdentity(target, before, given.data.metadata);
  const parsed = parseStored(resource.plural, nextOf(target, before, given.data));
  if ('problems' in parsed) throw invalid(resource, target.name, parsed.problems);
  const object = withGeneration(resource, before, parsed.object);
  if (isDryRun) return object;
  const stored = state.store.put(resource.plural, object);
  if (resource.plural === 'pods') releaseFinalized(state, target);
  return stored;
}

function otherName(name: string, given: string | undefined) {
  const message = `the name of the object (${given}) does not match the name on the URL (${name})`;
  return problem('BadRequest', message);
}

type ChangedMetadata = z.infer<typeof changedMetadata>['metadata'];

function checkIdentity({ resource, name }: NamedTarget, before: AnyKind, metadata: ChangedMetadata): void {
  if ((metadata.name ?? name) !== name) throw otherName(name, metadata.name);
  const { uid, resourceVersion } = before.metadata;
  if ((metadata.uid ?? uid) !== uid) throw modified(resource, name);
  if ((metadata.resourceVersion || resourceVersion) !== resourceVersion) throw modified(resource, name);
}

function nextOf(
  { resource, name, part }: PartTarget,
  before: AnyKind,
  body: z.infer<typeof changedMetadata>,
): Record<string, unknown> {
  if (part === 'status') return { ...before, status: body.status };
  const { metadata, apiVersion: _, kind: __, ...fields } = body;
  const { uid, resourceVersion, namespace, creationTimestamp, deletionTimestamp, generation } =
    before.metadata;
  const fixed = { name, uid, resourceVersion, namespace, creationTimestamp, deletionTimestamp, generation };
  const status = resource.hasStatus ? { status: before.status } : {};
  return withoutAbsent({ ...fields, ...status, metadata: withoutAbsent({ ...metadata, ...fixed }) });
}

function withoutAbsent(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function withGeneration(resource: Resource, before: AnyKind, after: AnyKind): AnyKind {
  if (!hasGeneration(resource) || isSameValue(before.spec, after.spec)) return after;
  const metadata = { ...after.metadata, generation: (before.metadata.generation ?? 1) + 1 };
  return { ...after, metadata } as AnyKind;
}

// The last finalizer of a pod that is already deleted lets it go.
function releaseFinalized(state: ClusterState, { namespace, name }: NamedTarget): void {
  const pod = state.store.get('pods', namespace, name);
  if (pod?.metadata.deletionTimestamp !== undefined) finishTermination(state, pod);
}
