import { compareWithKnown, knowing } from '#domain/known-findings.ts';
import type { ScanMode } from '#domain/removal/findings/judge-use.ts';
import { mergeFindings } from '#domain/removal/findings/merge-findings.ts';
import { type RemovalFinding, severities } from '#domain/removal/findings/removal-finding.ts';
import type { RemovalScan } from '#domain/removal/findings/removal-scan.ts';
import { removalVerdict, whyUncertain } from '#domain/removal/findings/removal-verdict.ts';
import {
  applyWaivers,
  describeWaiver,
  idleWaivers,
  isExpired,
  type RemovalWaiver,
} from '#domain/removal/findings/removal-waiver.ts';
import {
  asKnownFinding,
  isAtLeast,
  isInScope,
  isKnownInScope,
  isOpen,
} from '#domain/removal/findings/scan-scope.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { refuseTogether } from '../failure/refuse-together.ts';
import { whyNothingIn } from '../input/check-namespaces.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { scanScope, scanSeverity } from '../input/finding-scope.ts';
import { findingsBaseline } from '../input/findings-baseline.ts';
import { readWaivers, scanTarget } from '../input/scan-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { scanAuditLogs } from '../inspect/scan-audit-logs.ts';
import type { ClusterScan } from '../inspect/scan-live-objects.ts';
import { scanManifests } from '../inspect/scan-manifests.ts';
import { manifestInput } from '../manifests/manifest-input.ts';
import { describeNotRendered } from '../view/formats/skipped-files.ts';
import { scanMarkdown } from '../view/scan/scan-markdown.ts';
import { scanSarif } from '../view/scan/scan-sarif.ts';
import { scanText } from '../view/scan/scan-text.ts';
import { log, printDocument, printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** 65 where a manifest cannot be read, whatever the verdict; 6 for BLOCK (or as `--fail-on` says) and UNKNOWN; else 0. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const readTarget = () => scanTarget(options.requiredText('target', 'for example --target 1.34'));
  refuseTogether([readTarget, () => refuseNothing(options)]);
  const target = readTarget();
  const scope = scanScope(options);
  const input = manifestInput(options, target.minor);
  const hasCluster = namesCluster(options);
  const logs = options.list('auditLog');
  const { removals: waivers } = await readWaivers(options.text('waivers'), Date.now());
  const began = performance.now();
  const written = await during(
    'scanning manifests',
    (count) => scanManifests(input, target.minor, modeOf(options, 'full'), count),
    { unit: 'files' },
  );
  const others = scope.namespaces.filter((each) => !written.namespaces.has(each));
  const live = hasCluster ? await scanLive(options, target.minor, others) : noCluster;
  const now = Date.now();
  const audited = await during(
    'scanning audit logs',
    (count) => scanAuditLogs(logs, target.minor, { mode: modeOf(options, 'gate'), now, onEvent: count }),
    { unit: 'events' },
  );
  const found = mergeFindings([...written.findings, ...live.findings, ...audited.findings]);
  const problems = [...written.problems, ...audited.problems];
  const isWhole = problems.length === 0 && found.every(({ rule }) => rule !== 'unread-source');
  logVoidWaivers(waivers, isWhole ? found : null, now);
  const waived = applyWaivers(found, waivers, now, true).filter((each) => isInScope(each, scope));
  const open = () => waived.filter(isOpen).map(asKnownFinding);
  const baseline = findingsBaseline(options, { of: 'scan', levels: severities }, open);
  const isKnown = knowing(baseline ?? [], severities);
  const findings = waived.filter((each) => !isOpen(each) || !isKnown(asKnownFinding(each)));
  const wasRead = hasCluster || written.objects + audited.events > 0;
  // A cluster was asked for the others, and events name namespaces that are gone.
  const nothingIn =
    hasCluster || audited.events > 0 ? null : whyNothingIn(scope.namespaces, written.namespaces);
  const isMissed = nothingIn !== null && others.length === scope.namespaces.length;
  const wasJudged = wasRead && !isMissed;
  if (!wasRead)
    log('Nothing was judged: no document with apiVersion and kind, and no audit event, was found.');
  else if (nothingIn !== null) log(`${wasJudged ? 'Not everything' : 'Nothing'} was judged: ${nothingIn}.`);
  const unknown = whyUncertain({
    target: target.minor,
    isEmpty: !wasJudged,
    namespaces: scope.namespaces,
    nothingIn: wasJudged ? nothingIn : null,
    failedToRender: written.notRendered.filter(({ isFailure }) => isFailure).length,
    problems: problems.length,
  });
  const scan: RemovalScan = {
    target: target.shown,
    verdict: removalVerdict(findings, unknown),
    unknown,
    findings,
    problems,
    notRendered: written.notRendered.map(({ location, message }) => ({ location, message })),
    ...(baseline === null
      ? {}
      : {
          baseline: compareWithKnown(
            open(),
            baseline,
            severities,
            (each) => isWhole && isKnownInScope(each, scope),
          ),
        }),
    checkManually: live.checkManually,
    statistics: {
      objects: written.objects + live.objects,
      files: written.files,
      skipped: written.skipped,
      templates: written.templates,
      ignored: written.ignored,
      events: audited.events,
      requests: live.requests,
      pages: live.pages,
      seconds: Math.round((performance.now() - began) / 10) / 100,
    },
  };
  for (const line of describeNotRendered(scan.notRendered)) log(line);
  print(scan, options);
  if (scan.problems.length > 0) return exitCodes.invalidFile;
  const failOn = scanSeverity(options.text('failOn')) ?? 'BLOCK';
  const isFailing = findings.some((each) => each.waived === null && isAtLeast(each, failOn));
  return isFailing || scan.verdict === 'UNKNOWN' ? exitCodes.blocked : exitCodes.done;
}

const noCluster: ClusterScan = { checkManually: [], findings: [], objects: 0, requests: 0, pages: 0 };

/** The clients of clusters take longer to load than most folders to scan: only who has a cluster waits for them. */
async function scanLive(
  options: OptionValues,
  minor: number,
  namespaces: readonly string[],
): Promise<ClusterScan> {
  const { scanCluster } = await import('../inspect/scan-cluster.ts');
  return scanCluster(options, { minor, mode: modeOf(options, 'gate'), namespaces });
}

function namesCluster(options: OptionValues): boolean {
  return options.text('kubeconfig') !== null || options.text('cluster') !== null;
}

/** Throws CommandError (64). */
function refuseNothing(options: OptionValues): void {
  if (namesCluster(options) || [...options.list('manifests'), ...options.list('auditLog')].length > 0) return;
  throw new CommandError(
    exitCodes.usage,
    'nothing to scan: name manifests, audit logs or a cluster',
    'drydock scan --manifests manifests/ --target 1.34; "-" is stdin; a cluster: --cluster NAME, or --kubeconfig FILE',
  );
}

function modeOf(options: OptionValues, otherwise: ScanMode): ScanMode {
  const typed = options.text('mode');
  return typed === 'gate' || typed === 'full' ? typed : otherwise;
}

function print(scan: RemovalScan, options: OptionValues): void {
  const format = options.text('output');
  if (format === 'json') printJson({ kind: 'RemovalScan', ...scan });
  else if (format === 'sarif') printDocument(JSON.stringify(scanSarif(scan, packageJson.version), null, 2));
  else if (format === 'md') printDocument(scanMarkdown(scan));
  else printText(scanText(scan, terminalPalette(options), terminalWidth()));
}

/** `found`: null where something could not be read, for then no one knows whether a waiver covers nothing. */
function logVoidWaivers(
  waivers: readonly RemovalWaiver[],
  found: readonly RemovalFinding[] | null,
  now: number,
): void {
  for (const waiver of waivers.filter((each) => isExpired(each, now)))
    log(`T${describeWaiver(waiver).slice(1)} ended ${waiver.expires}.`);
  if (found === null) return;
  for (const waiver of idleWaivers(waivers, found, now))
    log(`T${describeWaiver(waiver).slice(1)} covers nothing of what was scanned.`);
}
