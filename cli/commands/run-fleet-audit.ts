import { severities } from '#domain/audit/control/control.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { auditOptions } from '../input/audit-input.ts';
import type { OptionValues } from '../input/command-input.ts';
import { auditProfile, auditScope } from '../input/finding-scope.ts';
import { readScheduledCampaign } from '../input/read-nightly.ts';
import { readWaivers } from '../input/scan-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { auditFleet } from '../inspect/audit-fleet.ts';
import { fleetAuditHtml, fleetAuditText } from '../view/audit/fleet-audit-views.ts';
import { printDocument, printLargeJson, printText } from '../view/terminal/print.ts';

/** What is about one cluster, or one input. */
const notOfFleet = [
  'cluster',
  'kubeconfig',
  'context',
  'manifests',
  'arm',
  'networkPolicyEngine',
  'baseline',
  'writeBaseline',
  'fix',
  'pods',
  'all',
];
const formats = ['text', 'json', 'html'];

/** Clusters side by side; 6 where one fails, is unknown (or as `--fail-on` says) or was not read. */
export async function runFleetAudit(options: OptionValues): Promise<ExitCode> {
  const format = options.text('output') ?? 'text';
  refuseOthers(options, format);
  const file = options.text('file');
  const given = auditOptions(options);
  const { audit, isBlocked } = await auditFleet({
    campaign: file === null ? null : readScheduledCampaign(file).campaign,
    options: given,
    profile: auditProfile(options),
    scope: auditScope(options),
    waivers: await readWaivers(options.text('waivers'), given.now),
    failOn: severities.find((each) => each === options.text('failOn')) ?? null,
  });
  if (format === 'json') await printLargeJson({ apiVersion: 'drydock.dev/v1', kind: 'FleetAudit', ...audit });
  else if (format === 'html') printDocument(await fleetAuditHtml(audit));
  else printText(fleetAuditText(audit, terminalPalette(options), terminalWidth().width));
  return isBlocked ? exitCodes.blocked : exitCodes.done;
}

function refuseOthers(options: OptionValues, format: string): void {
  const other = notOfFleet.find(
    (each) => options.text(each) !== null || options.list(each).length > 0 || options.isOn(each),
  );
  if (other !== undefined)
    throw new CommandError(
      exitCodes.usage,
      `--fleet and --${other.replaceAll(/[A-Z]/g, (each) => `-${each.toLowerCase()}`)} exclude each other`,
      'drydock audit --cluster NAME audits one cluster',
    );
  if (!formats.includes(format))
    throw new CommandError(
      exitCodes.usage,
      `-o ${format} does not exist for a fleet`,
      `one of ${formats.join(', ')}`,
    );
}
