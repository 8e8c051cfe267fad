import { z } from 'zod';
import type { AnyKind } from '../objects/kinds.ts';
import { groupVersion } from '../objects/resource-catalogue.ts';
import { isSameValue } from '../objects/same-value.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import type { NamedTarget } from '../wire/resource-target.ts';
import { problem } from '../wire/status-answer.ts';
import {
  type FieldPath,
  type FieldSet,
  fieldsOf,
  pathsIn,
  removeAt,
  valueAt,
  withoutPath,
} from './managed-fields.ts';
import { applyStrategicMergePatch } from './merge-patch.ts';

/** A configuration that a manager wants applied; with `force` it takes over what others own. */
export interface Application {
  readonly manager: string;
  readonly force: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

const fieldSet: z.ZodType<FieldSet> = z.lazy(() => z.record(z.string(), fieldSet));
const managedFields = z.array(
  z.looseObject({ manager: z.string(), operation: z.string(), time: z.string(), fieldsV1: fieldSet }),
);
type Ownership = z.infer<typeof managedFields>[number];

/**
 * The object after an application: what the configuration names is set, what its manager applied before and
 * names no more is removed, unless another one applied it too. Throws 409 where others applied another value.
 * Only managers that apply own fields; a plain write owns nothing and may be overruled.
 */
export function applied(
  state: ClusterState,
  target: NamedTarget,
  before: AnyKind | undefined,
  { manager, force, config }: Application,
): Record<string, unknown> {
  const ownerships = managedFields.catch([]).parse(before?.metadata.managedFields);
  const others = ownerships.filter((ownership) => ownership.manager !== manager);
  const own = ownerships.find((ownership) => ownership.manager === manager);
  const fields = fieldsOf(config);
  const conflicts = conflictsWith(others, before, config, pathsIn(fields));
  if (conflicts.length > 0 && !force) throw conflict(conflicts);
  const losers = others.map((other) => withoutFields(other, conflicts));
  const object = structuredClone(applyStrategicMergePatch(before ?? {}, config)) as Record<string, unknown>;
  for (const path of abandoned(own, fields, losers)) removeAt(object, path);
  const ownership = {
    manager,
    operation: 'Apply',
    apiVersion: groupVersion(target.resource),
    time: own !== undefined && isSameValue(own.fieldsV1, fields) ? own.time : state.timestamp(),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
  };
  return {
    ...object,
    metadata: { name: target.name, ...(object.metadata as object), managedFields: [...losers, ownership] },
  };
}

interface Conflict {
  readonly manager: string;
  readonly path: FieldPath;
}

function conflictsWith(
  others: readonly Ownership[],
  before: AnyKind | undefined,
  config: unknown,
  paths: readonly FieldPath[],
): readonly Conflict[] {
  const changed = paths.filter((path) => !isSameValue(valueAt(before, path), valueAt(config, path)));
  return others.flatMap(({ manager, fieldsV1 }) => {
    const owned = new Set(pathsIn(fieldsV1).map(nameOf));
    // An element of a list is shared; only its fields can be in conflict.
    const contested = changed.filter((path) => owned.has(nameOf(path)) && !path.at(-1)!.startsWith('k:'));
    return contested.map((path) => ({ manager, path }));
  });
}

function abandoned(
  own: Ownership | undefined,
  fields: FieldSet,
  others: readonly Ownership[],
): readonly FieldPath[] {
  const kept = new Set(
    [fields, ...others.map(({ fieldsV1 }) => fieldsV1)].flatMap((set) => pathsIn(set)).map(nameOf),
  );
  // Elements of a list go before their fields, or they would not be known any more.
  return pathsIn(own?.fieldsV1 ?? {})
    .filter((path) => !kept.has(nameOf(path)))
    .toSorted((a, b) => a.length - b.length);
}

function withoutFields(ownership: Ownership, lost: readonly Conflict[]): Ownership {
  const paths = lost.filter(({ manager }) => manager === ownership.manager).map(({ path }) => path);
  return { ...ownership, fieldsV1: paths.reduce(withoutPath, ownership.fieldsV1) };
}

function conflict(conflicts: readonly Conflict[]) {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}"`,
    field: nameOf(path),
  }));
  const list = causes.map(({ message, field }) => `${message}: ${field}`).join('\n');
  const count = causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`;
  return problem('Conflict', `Apply failed with ${count}: ${list}`, { causes });
}

/** `.spec.template.spec.containers[name="main"].image` */
function nameOf(path: FieldPath): string {
  return path.map(stepOf).join('');
}

function stepOf(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  const pairs = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}
