import { isMinorOnly, parseVersion } from '#domain/version/kubernetes-version.ts';
import type { CheckedFields } from '../client/checked-fields.ts';

/**
 * The version that runs, from the field that says so, else from the one that was asked for. What is asked for may be a minor alone
 * ("1.34", recorded): nothing is offered from a minor, so where no more is known that is noted.
 */
export function runningVersion(
  fields: CheckedFields,
  [current, asked]: readonly [string, string],
  note: (clause: string) => void,
): string {
  const version = fields.text(current) ?? fields.text(asked) ?? '';
  if (version === '') note('it has no Kubernetes version');
  else if (parseVersion(version) === null) note(`${version} is no Kubernetes version`);
  else if (isMinorOnly(version)) note(`it has no ${current}, only the minor ${version}`);
  return version;
}
