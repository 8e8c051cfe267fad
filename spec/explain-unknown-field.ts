import { nearestName } from '#domain/text/nearest-name.ts';
import type { FileFields, KnownField } from './known-fields.ts';
import { type FieldPath, formatPath } from './problem/problem.ts';

/** Fields that other formats have in the same place, and what they are here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['utcOffset', 'write spec.maintenance.timezone, which knows summer time'],
  ['<<', 'merge keys are not read; write the fields out'],
]);

/** Why a field is refused, and what its author probably meant. */
export function explainUnknownField(parent: FieldPath, name: string, known: FileFields): string {
  const place = formatPath(parent).replace(/\[\d+\]/g, '[]');
  const hint = ELSEWHERE.get(name) ?? suggestion(known(), place, name);
  return `unknown field; ${hint}`;
}

function suggestion(fields: readonly KnownField[], place: string, name: string): string {
  const siblings = fields.filter(({ path }) => parentOf(path) === place).map(({ path }) => nameOf(path));
  const sameName = siblings.find((sibling) => sibling.toLowerCase() === name.toLowerCase());
  const near = sameName ?? placeElsewhere(fields, place, name) ?? nearestName(name, siblings);
  return near === null
    ? `known here: ${siblings.join(', ')}`
    : `did you mean ${near}`.replace(/[^.]$/, '$&?');
}

/** Where a field of this name stands, below `place` if it does there, else anywhere. */
function placeElsewhere(fields: readonly KnownField[], place: string, name: string): string | null {
  const found = fields
    .map(({ path }) => path)
    .filter((path) => nameOf(path).toLowerCase() === name.toLowerCase());
  const below =
    place === ''
      ? found
      : found.filter((path) => /^(\[\])?\./.test(path.slice(place.length)) && path.startsWith(place));
  const target = below[0] ?? found[0];
  if (target === undefined) return null;
  if (below.length === 0) return target;
  const steps = (place === '' ? target : target.slice(place.length + 1)).split('.');
  const short = steps.slice(-2).join('.');
  return steps.length <= 2 ? short : `${short}? It stands in ${parentOf(parentOf(target))}.`;
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
