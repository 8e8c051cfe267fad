import {
  compareWithKnown,
  type GradedFinding,
  type KnownFinding,
  type KnownSummary,
  knowing,
} from '../known-findings.ts';
import { matchesGlob } from '../text/glob.ts';
import { type Audit, type ControlReport, type Evidence, statusOf, verdictOf } from './audit.ts';
import { type Area, type Severity, severities } from './control/control.ts';
import { controlIds } from './control/control-ids.ts';
import { namespaceOf } from './control/resource-namespace.ts';

/** What of an audit counts. Empty lists and null: everything. */
export interface AuditScope {
  readonly controls: readonly string[];
  readonly areas: readonly Area[];
  /** What is in no namespace does not count then; what could not be read does. */
  readonly namespaces: readonly string[];
  /** The least severe finding that counts. */
  readonly severity: Severity | null;
}

/** How failures and warnings are graded, the worst first. */
export const auditLevels: readonly string[] = ['fail', 'warn'].flatMap((outcome) =>
  severities.map((severity) => `${outcome} ${severity}`),
);

type Judged = Pick<Audit, 'verdict' | 'controls'>;

/** One of each violation: "SB-POD-04|Pod/shop/web|main|add=SYS_PTRACE". */
export function controlFingerprints(
  id: string,
  { resource, container, subject, facts }: Omit<Evidence, 'reason' | 'severity' | 'outcome'>,
): readonly string[] {
  const where = [id, resource, container ?? subject ?? ''];
  return facts === undefined ? [where.join('|')] : facts.map((fact) => [...where, fact].join('|'));
}

/** The controls and findings in a scope, with the status and the verdict that remain, and the waivers without effect of these controls. */
export function auditInScope<T extends Judged & Pick<Audit, 'voidWaivers'>>(audit: T, scope: AuditScope): T {
  const controls = audit.controls.filter(({ id, area }) => isControlInScope({ id, area }, scope));
  const voidWaivers = audit.voidWaivers.filter(
    ({ waiver }) =>
      !controlIds.some((id) => matchesGlob(waiver.control, id)) ||
      controls.some(({ id }) => matchesGlob(waiver.control, id)),
  );
  return withFindings({ ...audit, controls, voidWaivers }, (_, each) => isInScope(each, scope));
}

/** The audit without the failures and warnings of a baseline, and what became of those. Waived ones stay. */
export function auditBeside<T extends Judged>(
  audit: T,
  baseline: readonly KnownFinding[],
  scope: AuditScope,
): T & { readonly baseline: KnownSummary } {
  const isKnown = knowing(baseline, auditLevels);
  const isJudged = (each: KnownFinding) => isStillJudged(audit, each, scope);
  return {
    ...withFindings(audit, (id, each) => !isOpen(each) || !isKnown(graded(id, each))),
    baseline: compareWithKnown(openFindings(audit), baseline, auditLevels, isJudged),
  };
}

/** Failures and warnings without a waiver. */
export function openFindings({ controls }: Judged): readonly GradedFinding[] {
  return controls.flatMap(({ id, evidence }) => evidence.filter(isOpen).map((each) => graded(id, each)));
}

/** Whether something at least that severe fails or cannot be judged, or nothing was judged. */
export function failsAt(audit: Judged, severity: Severity): boolean {
  const { controls } = audit;
  return (
    !isExplained(audit) ||
    controls.some(({ evidence, undecided }) =>
      [...evidence, ...undecided].some(
        (each) =>
          (each.outcome === 'fail' || each.outcome === 'undecided') &&
          each.waived === undefined &&
          isAtLeast(each.severity, severity),
      ),
    )
  );
}

function isControlInScope(
  { id, area }: Pick<ControlReport, 'id' | 'area'>,
  { controls, areas }: AuditScope,
): boolean {
  return (controls.length === 0 || controls.includes(id)) && (areas.length === 0 || areas.includes(area));
}

/** A verdict that its controls do not explain (nothing was judged) stays. */
function withFindings<T extends Judged>(audit: T, keep: (id: string, evidence: Evidence) => boolean): T {
  const controls = audit.controls.map((control) => {
    if (control.status === 'NOT_APPLICABLE') return control;
    const evidence = control.evidence.filter((each) => keep(control.id, each));
    const undecided = control.undecided.filter((each) => keep(control.id, each));
    return { ...control, evidence, undecided, status: statusOf([...evidence, ...undecided]) };
  });
  return { ...audit, controls, verdict: isExplained(audit) ? verdictOf(controls) : audit.verdict };
}

function isExplained({ verdict, controls }: Judged): boolean {
  return verdict !== 'UNKNOWN' || controls.some(({ status }) => status === 'UNKNOWN');
}

function isInScope(
  { resource, severity, outcome }: Pick<Evidence, 'resource' | 'severity' | 'outcome'>,
  { namespaces, severity: least }: AuditScope,
): boolean {
  if (least !== null && !isAtLeast(severity, least)) return false;
  if (namespaces.length === 0) return true;
  const namespace = namespaceOf(resource);
  return namespace === null ? outcome === 'undecided' : namespaces.includes(namespace);
}

function isStillJudged(
  { controls }: Judged,
  { fingerprint, level }: KnownFinding,
  scope: AuditScope,
): boolean {
  const [id = '', resource = ''] = fingerprint.split('|');
  const control = controls.find((each) => each.id === id);
  const severity = severities.find((each) => level.endsWith(each)) ?? 'info';
  return (
    control !== undefined &&
    control.status !== 'NOT_APPLICABLE' &&
    control.undecided.length === 0 &&
    isInScope({ resource, severity, outcome: 'fail' }, scope)
  );
}

function isOpen({ outcome, waived }: Evidence): boolean {
  return (outcome === 'fail' || outcome === 'warn') && waived === undefined;
}

function graded(id: string, evidence: Evidence): GradedFinding {
  const { outcome, severity } = evidence;
  return { fingerprints: controlFingerprints(id, evidence), level: `${outcome} ${severity}` };
}

function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least);
}
