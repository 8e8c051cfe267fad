import { nearestName } from '#domain/text/nearest-name.ts';
import type { FileFields, KnownField } from './known-fields.ts';
import { type FieldPath, type Finding, formatPath } from './problem/problem.ts';

/** Fields that other formats have in the same place, and what they are here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['utcOffset', 'write spec.maintenance.timezone, which knows summer time'],
  ['<<', 'merge keys are not read; write the fields out'],
]);

/** Why a field is refused, and what its author probably meant: first of all a required field that its map lacks. */
export function explainUnknownField(
  parent: FieldPath,
  name: string,
  known: FileFields,
  isWritten: (path: FieldPath) => boolean,
): Finding {
  const finding = (hint: string, meant: FieldPath | null) => ({
    path: [...parent, name],
    message: `unknown field; ${hint}`,
    atKey: true,
    meant,
  });
  const elsewhere = ELSEWHERE.get(name);
  if (elsewhere !== undefined) return finding(elsewhere, null);
  const place = formatPath(parent).replace(/\[\d+\]/g, '[]');
  const fields = known();
  const here = fields.filter(({ path }) => parentOf(path) === place);
  const siblings = here.map(({ path }) => nameOf(path));
  const missing = here
    .filter(({ isRequired }) => isRequired)
    .map(({ path }) => nameOf(path))
    .filter((sibling) => !isWritten([...parent, sibling]));
  // YAML reads `soak:12h` and `clusters:[...]` as names.
  const [glued] = name.split(/:(?=\S)/);
  if (glued !== name && siblings.includes(glued ?? ''))
    return { ...finding(`a space is missing after ${glued}:`, [...parent, glued ?? '']), breaksSyntax: true };
  const sameName = siblings.find((sibling) => sibling.toLowerCase() === name.toLowerCase());
  const sibling = sameName ?? nearestName(name, missing);
  const moved = sibling === null ? placeElsewhere(fields, place, name) : null;
  if (moved !== null)
    return finding(didYouMean(moved.hint), [...(moved.isBelow ? parent : []), ...moved.steps]);
  const near = sibling ?? nearestName(name, siblings);
  return near === null
    ? finding(`known here: ${siblings.join(', ')}`, null)
    : finding(didYouMean(near), [...parent, near]);
}

function didYouMean(hint: string): string {
  return `did you mean ${hint}`.replace(/[^.]$/, '$&?');
}

/** Where a field of this name stands, below `place` if it does there, else anywhere; `steps`: from there. */
function placeElsewhere(
  fields: readonly KnownField[],
  place: string,
  name: string,
): { readonly hint: string; readonly isBelow: boolean; readonly steps: FieldPath } | null {
  const found = fields
    .map(({ path }) => path)
    .filter((path) => nameOf(path).toLowerCase() === name.toLowerCase());
  const below =
    place === ''
      ? found
      : found.filter((path) => /^(\[\])?\./.test(path.slice(place.length)) && path.startsWith(place));
  const target = below[0] ?? found[0];
  if (target === undefined) return null;
  if (below.length === 0) return { hint: target, isBelow: false, steps: target.split('.') };
  const steps = (place === '' ? target : target.slice(place.length + 1)).split('.');
  const short = steps.slice(-2).join('.');
  const hint = steps.length <= 2 ? short : `${short}? It stands in ${parentOf(parentOf(target))}.`;
  return { hint, isBelow: true, steps };
}

function parentOf(path: string): string {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
