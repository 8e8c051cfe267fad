import { type Severity, severities } from '../../control/control.ts';
import type { Grant } from '../../rbac/grants.ts';
import type { RbacSubject } from '../../rbac/roles.ts';

/** The group of all service accounts, or of those of one namespace. */
const serviceAccounts = /^system:serviceaccounts(?=$|:):?(.*)$/;

/**
 * How much a right weighs that weighs this much with one account in all namespaces: one step less in one namespace (but kube-system),
 * one step less with a group, whose members are managed elsewhere; one more with everyone who signs in or every pod; critical with
 * those who do not even sign in. `info`: no deviation.
 */
export function weighGrant(severity: Severity, { subject, binding }: Grant): Severity {
  const { kind, name = '' } = subject;
  if (name === 'system:anonymous' || name === 'system:unauthenticated') return 'critical';
  const isNarrow = binding.namespace !== null && binding.namespace !== 'kube-system';
  const isEveryone = name === 'system:authenticated' || name === 'system:serviceaccounts';
  const who = kind !== 'Group' ? 0 : isEveryone ? -1 : name.startsWith('system:') ? 0 : 1;
  const place = severities.indexOf(severity) + who + (isNarrow ? 1 : 0);
  return severities[Math.max(0, place)] ?? 'info';
}

/** "all namespaces", "namespace shop" */
export function describeScope({ binding: { namespace } }: Grant): string {
  return namespace === null ? 'all namespaces' : `namespace ${namespace}`;
}

/** "Group system:serviceaccounts:shop (every pod of shop)" */
export function describeSubject({ kind, namespace, name = '' }: RbacSubject): string {
  if (kind === 'ServiceAccount') return `${kind} ${namespace}/${name}`;
  const pods = kind === 'Group' ? serviceAccounts.exec(name)?.[1] : undefined;
  if (pods === undefined) return `${kind} ${name}`;
  return `${kind} ${name} (every pod${pods === '' ? '' : ` of ${pods}`})`;
}
