import packageJson from '../../package.json' with { type: 'json' };
import { auditOptions } from '../audit-input.ts';
import { type AuditedManifests, auditManifests } from '../audit-manifests.ts';
import { CommandError } from '../command-error.ts';
import type { CommandInput, OptionValues } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText, say } from '../print.ts';
import { readWaivers } from '../scan-input.ts';
import { auditMarkdown } from '../view/audit-markdown.ts';
import { auditSarif } from '../view/audit-sarif.ts';
import { auditText } from '../view/audit-text.ts';
import { terminalPalette, terminalWidth } from '../view/terminal.ts';

/** 65 where a manifest cannot be read, whatever the verdict; 6 where a control fails or cannot be told; else 0. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const paths = options.list('manifests');
  if (paths.length === 0)
    throw new CommandError(
      exitCodes.usage,
      'nothing to audit was named',
      'drydock audit --manifests manifests/; "-" is stdin',
    );
  const given = auditOptions(options);
  const { controls: waivers } = await readWaivers(options.text('waivers'));
  const audited = auditManifests(paths, given, waivers);
  for (const { waiver, why } of audited.voidWaivers)
    say(`The waiver of ${waiver.owner} for ${waiver.control} has no effect: ${why}.`);
  print(audited, options);
  const { problems, verdict } = audited.audit;
  if (problems.length > 0) return exitCodes.invalidFile;
  return verdict === 'FAIL' || verdict === 'UNKNOWN' ? exitCodes.blocked : exitCodes.done;
}

function print({ audit, places }: AuditedManifests, options: OptionValues): void {
  const format = options.text('output');
  if (format === 'json') printJson({ kind: 'BaselineAudit', ...audit });
  else if (format === 'sarif') {
    const sources = { places, arm: options.list('arm')[0] ?? null };
    printText(JSON.stringify(auditSarif(audit, sources, packageJson.version), null, 2));
  } else if (format === 'md') printText(auditMarkdown(audit));
  else printText(auditText(audit, terminalPalette(options), terminalWidth()));
}
