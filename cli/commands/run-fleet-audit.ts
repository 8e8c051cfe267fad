import { severities } from '#domain/audit/control/control.ts';
import { auditTrend } from '#domain/audit/fleet/audit-trend.ts';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { currentClusterTime } from '../clusters/read-simulated-time.ts';
import { withGateways } from '../clusters/with-gateways.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { auditOptions } from '../input/audit-input.ts';
import type { OptionValues } from '../input/command-input.ts';
import { auditProfile, auditScope } from '../input/finding-scope.ts';
import { readScheduledCampaign } from '../input/read-nightly.ts';
import { readWaivers } from '../input/scan-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { auditFleet } from '../inspect/audit-fleet.ts';
import { readAuditRecord } from '../temporal/read-audit-record.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { auditTrendText } from '../view/audit/audit-trend-text.ts';
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
/** What the record does not have. */
const notOfTrend = [
  'file',
  'target',
  'pssLevel',
  'pssVersion',
  'profile',
  'area',
  'namespace',
  'severity',
  'failOn',
  'waivers',
];

/** Clusters side by side; 6 where one fails, is unknown (or as `--fail-on` says) or was not read. */
export async function runFleetAudit(options: OptionValues): Promise<ExitCode> {
  const format = options.text('output') ?? 'text';
  refuseOthers(options, format);
  if (options.isOn('trend')) return printTrend(options, format);
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

/** What scheduled audits found, by the last of each cluster; nothing is audited now. Always 0. */
async function printTrend(options: OptionValues, format: string): Promise<ExitCode> {
  const { controls } = auditScope(options);
  const { clock, now } = await withGateways(async (gateways) => ({
    clock: await gateways.readSimulatorClock(),
    now: await currentClusterTime(gateways),
  }));
  const states = await withTemporal((session) => readAuditRecord(session, taskQueueFor(clock)));
  const clusters = auditTrend(states, controls);
  if (format === 'json')
    await printLargeJson({ apiVersion: 'drydock.dev/v1', kind: 'FleetAuditTrend', clusters });
  else printText(auditTrendText(clusters, { palette: terminalPalette(options), ...terminalWidth(), now }));
  return exitCodes.done;
}

function refuseOthers(options: OptionValues, format: string): void {
  const other = notOfFleet.find((each) => isGiven(options, each));
  if (other !== undefined)
    throw new CommandError(
      exitCodes.usage,
      `--fleet and ${flagOf(other)} exclude each other`,
      'drydock audit --cluster NAME audits one cluster',
    );
  const ofAudit = options.isOn('trend') ? notOfTrend.find((each) => isGiven(options, each)) : undefined;
  if (ofAudit !== undefined || (options.isOn('trend') && format === 'html'))
    throw new CommandError(
      exitCodes.usage,
      `--trend and ${ofAudit === undefined ? '-o html' : flagOf(ofAudit)} exclude each other: the trend is of scheduled audits`,
      'drydock audit --fleet --trend [--control ID] [-o json]',
    );
  if (!formats.includes(format))
    throw new CommandError(
      exitCodes.usage,
      `-o ${format} does not exist for a fleet`,
      `one of ${formats.join(', ')}`,
    );
}

function isGiven(options: OptionValues, name: string): boolean {
  return options.text(name) !== null || options.list(name).length > 0 || options.isOn(name);
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (each) => `-${each.toLowerCase()}`)}`;
}
