import { type FieldPath, type Finding, formatPath } from './problem.ts';

/**
 * One mistake is one finding: without what follows from a misspelled or misplaced field. Such a field is missing where
 * it belongs, and so is a map whose fields all stand beside it. `written`: a field's value as it stands in the file,
 * undefined where it does not.
 */
export function dropEchoes(
  findings: readonly Finding[],
  written: (path: FieldPath) => string | undefined,
): readonly Finding[] {
  const unknown = findings.filter((each) => each.meant !== undefined);
  const isEcho = ({ path, meant }: Finding) =>
    meant === undefined && unknown.some((cause) => explains(cause, path, written(path)));
  const left = findings.filter((finding) => !isEcho(finding));
  return left.flatMap((finding) => {
    const home = homeOf(finding, written);
    if (home === null) return [finding];
    const together = left.filter(
      (each) => formatHome(each) === formatHome(finding) && homeOf(each, written) !== null,
    );
    if (together[0] !== finding) return [];
    const others = together.slice(1).map(({ path }) => path.at(-1));
    const more = others.length === 0 ? '' : `; likewise ${others.join(', ')}`;
    return [{ ...finding, message: `${finding.message}${more}`, breaksSyntax: true }];
  });
}

/** Whether what is wrong at `path` follows from the unknown field. */
function explains({ path: field, meant }: Finding, path: FieldPath, value: string | undefined): boolean {
  if (meant === null || meant === undefined) return false;
  // "selects nothing", "measures nothing": said of the map that the field stands in.
  if (isSame(path, field.slice(0, -1))) return isWithin(meant, path);
  return (value === undefined || (value === 'nothing' && isBeside(path, field))) && isWithin(meant, path);
}

/** The map that is missing or empty because this unknown field of it, and perhaps others, stand beside it; else null. */
function homeOf(
  { path, meant }: Finding,
  written: (path: FieldPath) => string | undefined,
): FieldPath | null {
  if (meant === null || meant === undefined || meant.length <= path.length) return null;
  const home = meant.slice(0, path.length);
  return isBeside(home, path) && ['nothing', undefined].includes(written(home)) ? home : null;
}

function formatHome({ path, meant }: Finding): string {
  return formatPath((meant ?? []).slice(0, path.length));
}

function isBeside(one: FieldPath, other: FieldPath): boolean {
  return isSame(one.slice(0, -1), other.slice(0, -1));
}

function isSame(one: FieldPath, other: FieldPath): boolean {
  return one.length === other.length && isWithin(one, other);
}

function isWithin(path: FieldPath, around: FieldPath): boolean {
  return around.every((part, index) => part === path[index]);
}
