import { admissionPolicy, type Enforcement, policyBinding } from '../admission/admission-policy.ts';
import { admissionRules } from '../admission/admission-rules.ts';
import { exclusionsOf } from '../admission/waiver-conditions.ts';
import type { Audit, Evidence } from '../audit.ts';
import type { AuditedCluster } from '../cluster/audited-cluster.ts';
import type { Control } from '../control/control.ts';
import type { ControlWaiver } from '../control/control-waiver.ts';
import { isInProfile, usualProfile } from '../control/profiles.ts';
import { namespaceOf } from '../control/resource-namespace.ts';
import { controls } from '../controls/controls.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { type Proposal, refuse } from './proposal.ts';

export interface PolicyQuestion {
  /** Ids; empty: those of the usual profile. */
  readonly controls: readonly string[];
  /** Empty: all but those of the system. */
  readonly namespaces: readonly string[];
  readonly enforcement: Enforcement;
  readonly pssMinor: number;
  readonly waivers: readonly ControlWaiver[];
  /** At the cluster (ms since the epoch). */
  readonly now: number;
}

/** The policies of no cluster in particular: for each control its policy and its binding, or why its waivers allow none. */
export function proposePolicies(question: PolicyQuestion): readonly Proposal[] {
  return asked(question).flatMap((control) => propose(control, question));
}

const firstMinor = 30;
const mostOffenders = 50;

/**
 * As `proposePolicies`, for a cluster: nothing before Kubernetes 1.30, and no denial of what stands in the cluster, which a drain could not
 * bring back. `audit`: of every profile, with the same waivers.
 */
export function proposePoliciesOf(
  cluster: AuditedCluster,
  audit: Audit,
  question: PolicyQuestion,
): readonly Proposal[] {
  const minor = cluster.live?.serverMinor ?? null;
  const isOld = minor !== null && minor < firstMinor;
  return asked(question).flatMap((control) => {
    if (minor === null) return [refuse(control.id, null, 'the API server does not report its version')];
    if (isOld) return [refuse(control.id, null, `admission policies came with Kubernetes 1.${firstMinor}`)];
    if (question.enforcement !== 'deny') return propose(control, question);
    return whyNotToDeny(control, cluster, audit, question) ?? propose(control, question);
  });
}

function asked({ controls: ids, pssMinor }: PolicyQuestion): readonly Control[] {
  const ruled = new Set(admissionRules(pssMinor).map(({ control }) => control));
  return controls.filter(
    ({ id }) => ruled.has(id) && (ids.length === 0 ? isInProfile(id, usualProfile) : ids.includes(id)),
  );
}

function propose(control: Control, question: PolicyQuestion): readonly Proposal[] {
  const { namespaces, enforcement, pssMinor, waivers, now } = question;
  const { id } = control;
  const excluded = exclusionsOf(id, waivers, namespaces, now);
  if ('why' in excluded) return [refuse(id, null, excluded.why)];
  const rule = admissionRules(pssMinor).find((each) => each.control === id)!;
  const proposal = (object: KubernetesObject, why: string): Proposal => ({
    kind: 'apply',
    control: id,
    namespace: null,
    object,
    why,
  });
  const words = excluded.waivers.map(
    ({ namespace, owner, expires }) => `${namespace ?? '*'} (waiver of ${owner} until ${expires})`,
  );
  const without =
    words.length === 0 ? '' : `, without ${words.join(', ')}: after that day run the command again`;
  return [
    proposal(
      admissionPolicy(rule, control, excluded.conditions),
      `judges what is created and changed${without}`,
    ),
    ...(namespaces.length === 0 ? [null] : namespaces).map((namespace) =>
      proposal(policyBinding(rule, enforcement, namespace), effects[enforcement]),
    ),
  ];
}

const effects: Readonly<Record<Enforcement, string>> = {
  audit: 'records violations in the audit log of the API server',
  warn: 'warns the sender of a violation, and records it',
  deny: 'refuses violations, and records them',
};

function whyNotToDeny(
  { id, needs }: Control,
  { unread }: AuditedCluster,
  audit: Audit,
  { namespaces }: PolicyQuestion,
): readonly Proposal[] | null {
  const missing = unread.find(({ part }) => needs.includes(part) && part !== 'azure-cluster');
  if (missing !== undefined)
    return [refuse(id, null, `the cluster was not read completely: ${missing.resource}: ${missing.why}`)];
  const failing = (audit.controls.find((each) => each.id === id)?.evidence ?? []).filter(
    ({ outcome, waived, resource }) =>
      outcome === 'fail' && waived === undefined && isIn(resource, namespaces),
  );
  const [first] = failing;
  if (first === undefined) return null;
  const more = failing.length === 1 ? '' : `, and so would ${failing.length - 1} more`;
  const effect = needs.includes('workloads')
    ? 'would be refused, also when a drain brings its pods back'
    : 'would be refused at its next change';
  const why = `${first.resource} ${effect}: ${first.reason}${more}`;
  const offenders = failing.slice(0, mostOffenders).map(named);
  return [{ ...refuse(id, null, why), offenders, offenderCount: failing.length }];
}

function isIn(resource: string, namespaces: readonly string[]): boolean {
  return namespaces.length === 0 || namespaces.includes(namespaceOf(resource) ?? '');
}

function named({ resource, container, reason }: Evidence) {
  return { resource, reason: container === undefined ? reason : `${container}: ${reason}` };
}
