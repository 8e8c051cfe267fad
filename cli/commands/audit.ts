import type { AuditReport } from '#domain/audit/audit-report.ts';
import {
  type AuditScope,
  auditBeside,
  auditInScope,
  auditLevels,
  failsAt,
  openFindings,
} from '#domain/audit/audit-scope.ts';
import { allItems } from '#domain/audit/benchmark/benchmarks.ts';
import { coverageOf } from '#domain/audit/benchmark/coverage.ts';
import { severities } from '#domain/audit/control/control.ts';
import type { Fix } from '#domain/audit/fix/propose-fixes.ts';
import { judgeItems } from '#domain/audit/judge-items.ts';
import { withNothingJudged } from '#domain/audit/nothing-judged.ts';
import { newestPssMinor } from '#domain/audit/pod-security/pod/pss-version.ts';
import { printableLines } from '#domain/text/printable.ts';
import { whyPartial } from '#domain/text/why-partial.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { auditOptions } from '../input/audit-input.ts';
import { whyNothingIn } from '../input/check-namespaces.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { auditProfile, auditScope, benchmarkItems } from '../input/finding-scope.ts';
import { findingsBaseline } from '../input/findings-baseline.ts';
import { readWaivers } from '../input/scan-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { type Audited, auditManifests, type Places } from '../inspect/audit-manifests.ts';
import { manifestInput } from '../manifests/manifest-input.ts';
import { auditMarkdown } from '../view/audit/audit-markdown.ts';
import { describeAudit, voidWaiverLines } from '../view/audit/audit-messages.ts';
import { auditSarif } from '../view/audit/audit-sarif.ts';
import { auditText } from '../view/audit/audit-text.ts';
import { coverageText } from '../view/audit/benchmark-text.ts';
import { cutAudit } from '../view/audit/cut-audit.ts';
import { log, printDocument, printJson, printLargeJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** 65 where a manifest cannot be read, whatever the verdict; 6 where a control fails or is unknown (or as `--fail-on` says); else 0. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  if (options.isOn('coverage')) return printCoverage(options);
  // An audit of manifests waits for none of its modules.
  if (options.isOn('fleet')) return (await import('./run-fleet-audit.ts')).runFleetAudit(options);
  checkSource(options);
  const given = { ...auditOptions(options), profile: auditProfile(options) };
  const waivers = await readWaivers(options.text('waivers'), given.now);
  const input = manifestInput(options, given.targetMinor);
  const pssMinor = given.pssMinor ?? newestPssMinor;
  const whole =
    input.paths.length > 0
      ? await during(
          'auditing manifests',
          (count) =>
            auditManifests(input, { ...given, pssMinor, isFixed: options.isOn('fix') }, waivers, count),
          { unit: 'files' },
        )
      : await (await import('../inspect/audit-live.ts')).auditLive(options, given, waivers);
  const scope = auditScope(options);
  const scoped = withItems(inScope(whole, scope, options), options);
  const audited = { ...whole, audit: await withFixes(scoped, whole) };
  if (options.text('output') !== 'text') for (const line of voidWaiverLines(audited.audit)) log(line);
  for (const note of audited.notes) log(note);
  const { problems, verdict, unknown } = audited.audit;
  if (unknown !== undefined) log(`${unknown[0]!.toUpperCase()}${unknown.slice(1)}.`);
  await print(audited, options);
  if (problems.length > 0) return exitCodes.invalidFile;
  const failOn = severities.find((each) => each === options.text('failOn'));
  const isFailing = verdict === 'FAIL' || verdict === 'UNKNOWN';
  const isTolerated = failOn !== undefined && unknown === undefined && !failsAt(audited.audit, failOn);
  return isFailing && !isTolerated ? exitCodes.blocked : exitCodes.done;
}

/** What the options leave of an audit: its scope, without the findings of a baseline. */
function inScope(
  { audit: whole, isPartUnseen, namespaces: held }: Audited,
  scope: AuditScope,
  options: OptionValues,
): AuditReport {
  const { namespaces } = scope;
  const pods = whole.pods.filter(
    ({ namespace }) => namespaces.length === 0 || namespaces.includes(namespace ?? 'default'),
  );
  const scoped = auditInScope({ ...whole, pods }, scope);
  const nothingIn = whyNothingIn(namespaces, held);
  const isMissed = nothingIn !== null && !namespaces.some((each) => held.has(each));
  const audit = isMissed && scoped.unknown === undefined ? withNothingJudged(scoped, nothingIn) : scoped;
  const baseline = findingsBaseline(options, { of: 'audit', levels: auditLevels }, () => openFindings(audit));
  const judged = baseline === null ? audit : auditBeside(audit, baseline, scope);
  const unread = nothingIn ?? whyPartial(whole.problems.length);
  const unseen = isPartUnseen ? 'a chart or a kustomization cannot be rendered' : unread;
  return unseen !== null && judged.verdict !== 'FAIL'
    ? { unknown: unseen, ...judged, verdict: 'UNKNOWN' }
    : judged;
}

function withItems(audit: AuditReport, options: OptionValues): AuditReport {
  const items = benchmarkItems(options);
  return items.length === 0 ? audit : { ...audit, items: judgeItems(items, audit.controls) };
}

async function withFixes(audit: AuditReport, { fixable }: Audited): Promise<AuditReport> {
  if (fixable === undefined) return audit;
  const { proposeFixes } = await import('#domain/audit/fix/propose-fixes.ts');
  return { ...audit, ...proposeFixes(fixable.objects, audit.controls, fixable.cluster) };
}

function printCoverage(options: OptionValues): ExitCode {
  const named = benchmarkItems(options);
  const covered = coverageOf(named.length === 0 ? allItems : named);
  if (options.wantsJson()) printJson({ kind: 'BenchmarkCoverage', benchmarks: covered });
  else printText(coverageText(covered, terminalWidth()));
  return exitCodes.done;
}

/** Manifests are judged as if they were a cluster, so that they cannot be judged together with one. */
function checkSource(options: OptionValues): void {
  const named = ['cluster', 'kubeconfig'].filter((each) => options.text(each) !== null);
  const given = [...named, ...(options.list('manifests').length > 0 ? ['manifests'] : [])];
  if (options.text('file') !== null)
    throw new CommandError(
      exitCodes.usage,
      '--file selects clusters of a fleet, and --fleet is missing',
      'drydock audit --fleet -f campaign.yaml',
    );
  if (given.length === 0)
    throw new CommandError(
      exitCodes.usage,
      'nothing to audit: name manifests or a cluster',
      'drydock audit --cluster NAME, --kubeconfig FILE, --fleet, or --manifests manifests/; "-" is stdin',
    );
  if (given.length > 1)
    throw new CommandError(
      exitCodes.usage,
      `${given.map((each) => `--${each}`).join(' and ')} exclude each other`,
      'audit one after the other',
    );
  if (options.isOn('fix') && options.list('manifests').length === 0)
    throw new CommandError(
      exitCodes.usage,
      '--fix makes patches of manifests, and --manifests is missing',
      'drydock audit --manifests manifests/ --fix',
    );
  if (options.isOn('fix') && !['text', 'json'].includes(options.text('output') ?? 'text'))
    throw new CommandError(
      exitCodes.usage,
      `--fix writes YAML or JSON, not ${options.text('output')}`,
      'omit --output, or -o json',
    );
  if (options.text('cluster') !== null && options.list('arm').length > 0)
    throw new CommandError(
      exitCodes.usage,
      '--arm and --cluster exclude each other: --cluster reads the same from Azure',
      'omit --arm',
    );
}

/** The patches alone, so that they can be saved; what is said of them goes to stderr. */
async function printFixes(audit: AuditReport, fixes: readonly Fix[], places: Places): Promise<void> {
  const { fixLines, fixText } = await import('../view/audit/fix-text.ts');
  for (const line of fixLines(fixes, audit.unfixed)) log(line);
  log(describeAudit(audit));
  if (fixes.length > 0) printDocument(fixText(fixes, places));
}

async function print({ audit, places, whole }: Audited, options: OptionValues): Promise<void> {
  const format = options.text('output');
  if (format === 'json') {
    const shown = options.isOn('all') ? { ...audit, cut: undefined } : cutAudit(audit);
    if (shown.cut !== undefined)
      log(
        `The JSON is limited to 10 MB: it leaves out ${shown.cut.findings} findings and ${shown.cut.pods} pods (all of them: --all).`,
      );
    await printLargeJson({ apiVersion: 'drydock.dev/v1', kind: 'BaselineAudit', ...shown });
  } else if (format === 'sarif') {
    const sources = { places, whole, arm: options.list('arm')[0] ?? null };
    await printLargeJson(auditSarif(audit, sources, packageJson.version), { clean: printableLines });
  } else if (format === 'md') printDocument(auditMarkdown(audit, places));
  else if (format === 'html')
    printDocument(await (await import('../view/audit/audit-html.ts')).auditHtml(audit, places));
  else if (audit.fixes !== undefined) await printFixes(audit, audit.fixes, places);
  else printText(auditText(audit, terminalPalette(options), { ...terminalWidth(), places }));
}
