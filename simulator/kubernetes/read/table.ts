import type { AnyKind, Plural } from '../objects/kinds.ts';
import { columnsOf } from './print-columns.ts';

/** How much of the object stands beside its row. */
export type IncludedObject = 'None' | 'Metadata' | 'Object';

/** The Table that `kubectl get` prints; columns of priority 1 are those of `-o wide`. */
export function tableOf(
  plural: Plural,
  objects: readonly AnyKind[],
  given: { readonly metadata: object; readonly included: IncludedObject; readonly nowMs: number },
) {
  const columns = columnsOf(plural);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: given.metadata,
    columnDefinitions: columns.map(({ name, isWide }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: isWide === true ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, given.nowMs)),
      ...rowObject(object, given.included),
    })),
  };
}

function rowObject(object: AnyKind, included: IncludedObject) {
  if (included === 'None') return {};
  if (included === 'Object') return { object };
  const { metadata } = object;
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } };
}
