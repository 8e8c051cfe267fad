import { matchesGlob } from '../text/glob.ts';
import { itemsOf } from './benchmark/benchmarks.ts';
import type { AuditedCluster, Workload } from './cluster/audited-cluster.ts';
import { describeUnread, remedyOfUnread, type UnreadPart } from './cluster/audited-part.ts';
import { unpacked } from './cluster/packed-workload.ts';
import {
  type ControlWaiver,
  type VoidWaiver,
  type Waived,
  waiversOf,
  whyVoid,
} from './control/apply-waiver.ts';
import {
  type Area,
  type Control,
  type Finding,
  type Judgement,
  notApplicable,
  type Severity,
  severities,
  undecided,
} from './control/control.ts';
import { controlIds } from './control/control-ids.ts';
import { type InObjectPolicy, readClaims, type WaiverClaim } from './control/in-object-waivers.ts';
import { isInProfile, type Profile, profileOf, usualProfile } from './control/profiles.ts';
import { controls } from './controls/controls.ts';
import { keepingOnce } from './kubernetes/keep-once.ts';

export type ControlStatus = 'PASS' | 'FAIL' | 'WARN' | 'UNKNOWN' | 'WAIVED' | 'NOT_APPLICABLE';

/** Stands in the place of a name that an object does not have. */
export const nameless = '(no name)';

export interface Evidence {
  /** "Cluster", "AgentPool/np1", "Deployment/shop/web": no part is empty. */
  readonly resource: string;
  readonly container?: string;
  readonly subject?: string;
  readonly outcome: Finding['outcome'];
  readonly reason: string;
  /** What of the object violates the rule, in order: "add=SYS_PTRACE". Absent: there is only one way. */
  readonly facts?: readonly string[];
  /** Of values and containers within the object: "spec.template.spec.containers[0]". */
  readonly paths?: readonly string[];
  readonly severity: Severity;
  readonly waived?: Waived;
}

export interface ControlReport {
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  readonly severity: Severity;
  /** The first profile that has it. */
  readonly profile: Profile;
  /** What others call it: "cis-kubernetes/5.2.3", "mitre/T1611". */
  readonly benchmarks: readonly string[];
  readonly status: ControlStatus;
  /** Why it does not apply; null where it does. */
  readonly notApplicable: string | null;
  /** What fails or warns, and notes (severity info) that change no status; one entry an object and container or subject. */
  readonly evidence: readonly Evidence[];
  readonly undecided: readonly Evidence[];
  /** What to do about the deviation; for UNKNOWN, what it takes to read the missing part. */
  readonly remediation: string;
}

export interface Audit {
  readonly verdict: 'PASS' | 'FAIL' | 'WARN' | 'UNKNOWN';
  readonly controls: readonly ControlReport[];
  /** Waivers that cover nothing, or no longer do. */
  readonly voidWaivers: readonly VoidWaiver[];
}

/** What objects say of themselves, and what of it is allowed; null: nothing. */
export interface InObject {
  readonly claims: readonly WaiverClaim[];
  readonly policy: InObjectPolicy | null;
}

/** Judges every control of a profile. */
export function auditCluster(
  cluster: AuditedCluster,
  given: readonly ControlWaiver[] = [],
  profile: Profile = usualProfile,
  { claims, policy }: InObject = { claims: [], policy: null },
): Audit {
  const inObjects = readClaims(claims, policy, cluster.now);
  const waivers = [...given, ...inObjects.waivers];
  const valid = waivers.filter((each) => whyVoid(each, cluster.now) === null);
  const used = new Set<ControlWaiver>();
  const inProfile = controls
    .filter(({ id }) => isInProfile(id, profile))
    .map((control) => judging(control, cluster, valid, used));
  for (const workloads of Map.groupBy(cluster.workloads, ({ resource }) => resource).values()) {
    const read = workloads.map(unpacked);
    for (const control of inProfile) control.addWorkloads(read);
  }
  const reports = inProfile.map((control) => control.report());
  const unused = waivers
    .filter((each) => !used.has(each) && isOfProfile(each, profile))
    .map((waiver) => ({ waiver, why: whyVoid(waiver, cluster.now) ?? 'it matches no finding' }));
  return {
    verdict: verdictOf(reports),
    controls: reports,
    voidWaivers: [...unused, ...inObjects.voidWaivers],
  };
}

function isOfProfile({ control }: ControlWaiver, profile: Profile): boolean {
  return controlIds.some((id) => matchesGlob(control, id) && isInProfile(id, profile));
}

/** The worst of all. */
export function verdictOf(reports: readonly Pick<ControlReport, 'status'>[]): Audit['verdict'] {
  const worstFirst = ['FAIL', 'UNKNOWN', 'WARN'] as const;
  return worstFirst.find((worst) => reports.some(({ status }) => status === worst)) ?? 'PASS';
}

/** Judges a control; how it stands once all that it judges was judged. */
function judging(
  control: Control,
  cluster: AuditedCluster,
  waivers: readonly ControlWaiver[],
  used: Set<ControlWaiver>,
) {
  const { id, title, area, severity, remediation } = control;
  const about = { id, title, area, severity, profile: profileOf(id), benchmarks: itemsOf(id), remediation };
  const isLater = control.isHazard === true && cluster.targetMinor === null;
  const evidence: Evidence[] = [];
  const undecidedYet: Evidence[] = [];
  const once = { text: keepingOnce(), list: keepingOnce() };
  const add = (findings: readonly Finding[]): void => {
    if (findings.length === 0) return;
    for (const finding of joined(
      isLater ? findings.map((each) => lessened(each, severity)) : findings,
      severity,
    )) {
      const covering = finding.outcome === 'info' ? [] : waiversOf(waivers, control, finding);
      for (const each of covering) used.add(each);
      const list = finding.outcome === 'undecided' ? undecidedYet : evidence;
      list.push(asEvidence(finding, covering[0], once));
    }
  };
  const judged = judge(control, splits(control) ? { ...cluster, workloads: [] } : cluster);
  const why = 'notApplicable' in judged ? judged.notApplicable : null;
  if (!('notApplicable' in judged)) add(judged);
  return {
    /** The workloads of one name. */
    addWorkloads: (workloads: readonly Workload[]): void => {
      if (why !== null || !splits(control)) return;
      const found = control.judge({ ...cluster, workloads });
      if (!('notApplicable' in found)) add(held(control, cluster, found));
    },
    report: (): ControlReport => {
      if (why !== null)
        return { ...about, status: 'NOT_APPLICABLE', notApplicable: why, evidence: [], undecided: [] };
      const status = statusOf([...evidence, ...undecidedYet]);
      const remedy = status === 'UNKNOWN' ? remedyOfUnread(unreadOf(control, cluster)) : null;
      return {
        ...about,
        ...(remedy === null ? {} : { remediation: remedy }),
        status,
        notApplicable: null,
        evidence,
        undecided: undecidedYet,
      };
    },
  };
}

/** Whether it judges workloads one by one. */
function splits({ needs, judgesTogether }: Control): boolean {
  return needs.includes('workloads') && judgesTogether !== true;
}

/** What could not be read is undecided. */
function judge(control: Control, cluster: AuditedCluster): Judgement {
  if (control.needsTarget === true && cluster.targetMinor === null)
    return notApplicable('no upgrade is planned (--target)');
  const judged = control.judge(cluster);
  const unread = unreadOf(control, cluster);
  if (unread.length === 0 || control.judgesUnread === true) return judged;
  const found = 'notApplicable' in judged ? [] : judged;
  return [
    ...held(control, cluster, found),
    ...unread.map((each) => undecided(each.resource, describeUnread(each))),
  ];
}

/** The findings that what is unread cannot make false. */
function held(control: Control, cluster: AuditedCluster, found: readonly Finding[]): readonly Finding[] {
  if (control.judgesUnread === true) return found;
  const unread = unreadOf(control, cluster);
  return found.filter((finding) => unread.every((each) => holdsWithout(finding, each)));
}

/**
 * Whether a finding holds whatever the unread part says. Other workloads, entrances and services, and a single node or role, only add findings; a
 * namespace, and a policy or a service account of one, decide about that namespace alone.
 */
function holdsWithout({ resource }: Finding, { part, resource: unread }: UnreadPart): boolean {
  const [kind, ...names] = unread.split('/');
  if (part === 'workloads' || part === 'ingresses' || part === 'services') return true;
  if (part === 'nodes' || part === 'rbac') return names.length > 0;
  const decides = kind === 'Namespace' || names.length === 2 ? names[0] : undefined;
  const isOfNamespaces = ['namespaces', 'network-policies', 'service-accounts'].includes(part);
  if (!isOfNamespaces || decides === undefined) return false;
  return resource.split('/')[1] !== decides;
}

function unreadOf({ needs }: Control, { unread }: AuditedCluster): readonly UnreadPart[] {
  return unread.filter(({ part }) => needs.includes(part));
}

function asEvidence(
  judged: Judged,
  waiver: ControlWaiver | undefined,
  once: Readonly<Record<'text' | 'list', <T>(value: T) => T>>,
): Evidence {
  const { resource, subject, outcome, severity } = judged;
  const [container, reason] = [once.text(judged.container), once.text(judged.reason)];
  const paths = judged.paths.length === 0 ? undefined : once.list(judged.paths);
  const facts = judged.facts.length === 0 ? undefined : once.list(judged.facts);
  // Of a form without holes an object takes half the memory.
  if (container !== undefined && paths !== undefined && subject === undefined && waiver === undefined)
    return facts === undefined
      ? { resource, container, outcome, reason, paths, severity }
      : { resource, container, outcome, reason, facts, paths, severity };
  return {
    resource,
    ...(container === undefined ? {} : { container }),
    ...(subject === undefined ? {} : { subject }),
    outcome,
    reason,
    ...(facts === undefined ? {} : { facts }),
    ...(paths === undefined ? {} : { paths }),
    severity,
    ...(waiver === undefined ? {} : { waived: waivedBy(waiver) }),
  };
}

function waivedBy({ reason, owner, approver, expires, place }: ControlWaiver): Waived {
  return { reason, owner, approver, expires, ...(place === undefined ? {} : { place }) };
}

type Judged = Finding & {
  readonly severity: Severity;
  readonly facts: readonly string[];
  readonly paths: readonly string[];
};

export function statusOf(findings: readonly Pick<Evidence, 'outcome' | 'waived'>[]): ControlStatus {
  const open = findings.filter(({ waived }) => waived === undefined);
  if (open.some(({ outcome }) => outcome === 'fail')) return 'FAIL';
  if (open.some(({ outcome }) => outcome === 'undecided')) return 'UNKNOWN';
  if (open.some(({ outcome }) => outcome === 'warn')) return 'WARN';
  return open.length < findings.length ? 'WAIVED' : 'PASS';
}

/** One entry an object and container or subject: its reasons in a row, the worst of its outcomes and severities. */
function joined(findings: readonly Finding[], severity: Severity): readonly Judged[] {
  const named = findings.map((each) => {
    const resource = each.resource.replaceAll(/\/(?=\/|$)/g, `/${nameless}`);
    return resource === each.resource ? each : { ...each, resource };
  });
  const alike = Map.groupBy(named, ({ outcome, resource, container, subject }) =>
    JSON.stringify([outcome, resource, container, subject]),
  );
  return [...alike.values()].map((group) => ({
    ...group[0]!,
    reason: [...new Set(group.map(({ reason }) => reason))].join('; '),
    facts: [...new Set(group.flatMap(({ facts }) => facts ?? []))].toSorted(),
    paths: [...new Set(group.flatMap(({ path }) => path ?? []))],
    severity: worst(group.map((each) => each.severity ?? severity)),
  }));
}

/** One step less severe. */
function lessened(finding: Finding, severity: Severity): Finding {
  const step = severities.indexOf(finding.severity ?? severity) + 1;
  return { ...finding, severity: severities[step] ?? 'info' };
}

function worst(found: readonly Severity[]): Severity {
  return severities.find((each) => found.includes(each)) ?? 'info';
}
