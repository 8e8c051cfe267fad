import { stringify } from 'yaml';

/** An object as YAML that kubectl reads, without a line break at its end. */
export function writeYaml(object: object): string {
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}
