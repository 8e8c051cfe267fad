import type { RemovalScan } from '#domain/removal/removal-scan.ts';
import { removalVerdict, whyUnknown } from '#domain/removal/removal-verdict.ts';
import { applyWaivers, isExpired, type RemovalWaiver } from '#domain/removal/waiver.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { CommandError } from '../command-error.ts';
import type { CommandInput, OptionValues } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText, say } from '../print.ts';
import { readWaivers, scanTarget } from '../scan-input.ts';
import { scanManifests } from '../scan-manifests.ts';
import { scanMarkdown } from '../view/scan-markdown.ts';
import { scanSarif } from '../view/scan-sarif.ts';
import { scanText } from '../view/scan-text.ts';
import { terminalPalette, terminalWidth } from '../view/terminal.ts';

/** 65 where a manifest cannot be read, whatever the verdict; 6 for BLOCK and UNKNOWN; else 0. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const target = scanTarget(options.requiredText('target', 'for example --target 1.34'));
  const paths = options.list('manifests');
  if (paths.length === 0)
    throw new CommandError(
      exitCodes.usage,
      'nothing to scan was named',
      'drydock scan --manifests manifests/ --target 1.34; "-" is stdin',
    );
  const waivers = readWaivers(options.text('waivers'));
  const began = performance.now();
  const mode = options.text('mode') === 'gate' ? 'gate' : 'full';
  const { findings, problems, objects, files } = scanManifests(paths, target.minor, mode);
  const now = Date.now();
  sayExpired(waivers, now);
  const judged = applyWaivers(findings, waivers, now);
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  const scan: RemovalScan = {
    target: target.told,
    verdict: removalVerdict(judged, target.minor),
    unknown: whyUnknown(target.minor),
    findings: judged,
    problems,
    statistics: { objects, files, requests: 0, pages: 0, seconds },
  };
  print(scan, options);
  if (problems.length > 0) return exitCodes.invalidFile;
  return scan.verdict === 'BLOCK' || scan.verdict === 'UNKNOWN' ? exitCodes.blocked : exitCodes.done;
}

function print(scan: RemovalScan, options: OptionValues): void {
  const format = options.text('output');
  if (format === 'json') printJson({ kind: 'RemovalScan', ...scan });
  else if (format === 'sarif') printText(JSON.stringify(scanSarif(scan, packageJson.version), null, 2));
  else if (format === 'md') printText(scanMarkdown(scan));
  else printText(scanText(scan, terminalPalette(options), terminalWidth()));
}

function sayExpired(waivers: readonly RemovalWaiver[], now: number): void {
  for (const waiver of waivers)
    if (isExpired(waiver, now))
      say(`The waiver of ${waiver.owner} for ${waiver.kind} (${waiver.apiVersion}) ended ${waiver.expires}.`);
}
