import { type Fix, resourceOfFix, type Unfixed } from '#domain/audit/fix/propose-fixes.ts';
import { printable } from '#domain/text/printable.ts';
import { writeYaml } from '#spec/yaml/write-yaml.ts';
import type { Places } from '../../inspect/audit-manifests.ts';

/** A document for each patch; a comment names its object, the controls and the command. */
export function fixText(fixes: readonly Fix[], places: Places): string {
  return fixes
    .map((fix) => {
      const resource = resourceOfFix(fix);
      const place = places.get(resource)?.();
      return [
        `# ${printable(resource)}${place === undefined ? '' : ` (${printable(place)})`}: ${fix.controls.join(', ')}`,
        `# ${fix.isReplaced ? 'pods that are there cannot be changed: fix the file, or as a patch of a kustomization' : commandOf(fix)}`,
        writeYaml(fix.patch),
      ].join('\n');
    })
    .join('\n---\n');
}

function commandOf({ apiVersion, kind, namespace, name, type }: Fix): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  const resource = [kind.toLowerCase(), ...(group === undefined ? [] : [group])].join('.');
  const where = namespace === null ? '' : ` --namespace ${asWord(namespace)}`;
  return `kubectl patch ${asWord(resource)} ${asWord(name)}${where} --type ${type} --patch-file FILE`;
}

function asWord(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`;
}

/** How many, and what of pods has none: "No patch for SB-POD-13 (2): a program that writes to its own file system would fail." */
export function fixLines(fixes: readonly Fix[], unfixed: readonly Unfixed[] = []): readonly string[] {
  return [
    `${fixes.length} ${fixes.length === 1 ? 'patch' : 'patches'}; try each before it is applied: a program may need what it takes away.`,
    ...unfixed.map(({ control, findings, why }) => `No patch for ${control} (${findings}): ${why}.`),
  ];
}
