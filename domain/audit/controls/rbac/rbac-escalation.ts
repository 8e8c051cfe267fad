import { type Control, type Finding, fail, info, type Severity } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { isDefault } from '../../rbac/default-names.ts';
import { resourceOf, roleOf } from '../../rbac/rbac-view.ts';
import type { Binding, PolicyRule, RbacView, Role } from '../../rbac/roles.ts';

interface Right {
  readonly what: string;
  readonly severity: Severity;
  readonly verbs: readonly string[];
  /** "group/resource"; absent: any. */
  readonly on?: string;
}

const rights: readonly Right[] = [
  { what: 'escalate', severity: 'high', verbs: ['escalate'] },
  { what: 'bind', severity: 'high', verbs: ['bind'] },
  { what: 'impersonate', severity: 'high', verbs: ['impersonate'] },
  {
    what: 'nodes/proxy, which runs commands in any pod',
    severity: 'high',
    verbs: ['get', 'create'],
    on: '/nodes/proxy',
  },
  { what: 'service account tokens', severity: 'medium', verbs: ['create'], on: '/serviceaccounts/token' },
  { what: 'secrets', severity: 'medium', verbs: ['get', 'list', 'watch'], on: '/secrets' },
  { what: 'pods/exec', severity: 'medium', verbs: ['get', 'create'], on: '/pods/exec' },
  { what: 'pod creation', severity: 'medium', verbs: ['create'], on: '/pods' },
];

export const rbacEscalation: Control = {
  id: 'SB-ENT-07',
  title: 'No bound role allows privilege escalation',
  area: 'identity',
  severity: 'high',
  rule: 'No bound role that you created has wildcards, escalate, bind, impersonate, nodes/proxy, service account tokens, secrets, pods/exec or pod creation; unbound roles and rules with resourceNames are for information.',
  source: rbacGoodPractices,
  remediation: 'Allow only the verbs and resources needed, limited by resourceNames or to a namespace.',
  needs: ['rbac'],
  judge: ({ rbac }) => rbac.roles.filter((each) => !isBuiltIn(each)).flatMap((role) => judge(role, rbac)),
};

/** cluster-admin is the business of SB-ENT-06. */
function isBuiltIn(role: Role): boolean {
  return (
    isDefault(role) ||
    (role.namespace === null && ['cluster-admin', 'admin', 'edit', 'view'].includes(role.name))
  );
}

function judge(role: Role, rbac: RbacView): readonly Finding[] {
  const bindings = rbac.bindings.filter((each) => each.subjects.length > 0 && roleOf(rbac, each) === role);
  const [narrow, wide] = [true, false].map((isNarrow) =>
    role.rules.filter(({ resourceNames = [] }) => resourceNames.length > 0 === isNarrow).flatMap(rightsIn),
  );
  const resource = resourceOf(role);
  const notes = describeAll(narrow ?? []).map((what) => info(resource, `${what}, for named resources only`));
  const found = describeAll(wide ?? []);
  if (found.length === 0) return notes;
  if (bindings.length === 0)
    return [...notes, ...found.map((what) => info(resource, `${what}; no subject is bound to it`))];
  return [...notes, fail(resource, found.join(', '), worstOf(wide ?? [], isOfOneNamespace(bindings)))];
}

function rightsIn(rule: PolicyRule): readonly Right[] {
  const { verbs = [], resources = [], apiGroups = [] } = rule;
  if (resources.length === 0) return [];
  const wildcards = [
    ...(verbs.includes('*') ? ['every verb'] : []),
    ...(resources.includes('*') ? ['every resource'] : []),
  ];
  if (wildcards.length > 0) {
    const isAll = wildcards.length === 2 && apiGroups.includes('*');
    return [{ what: wildcards.join(' on '), severity: isAll ? 'high' : 'medium', verbs: [] }];
  }
  return rights.filter(
    ({ verbs: needed, on }) =>
      needed.some((verb) => verbs.includes(verb)) && (on === undefined || isOn(on, resources, apiGroups)),
  );
}

function isOn(target: string, resources: readonly string[], groups: readonly string[]): boolean {
  const resource = target.slice(1);
  const [, sub] = resource.split('/');
  return (
    (groups.includes('') || groups.includes('*')) &&
    (resources.includes(resource) || (sub !== undefined && resources.includes(`*/${sub}`)))
  );
}

function describeAll(found: readonly Right[]): readonly string[] {
  return [...new Set(found.map(({ what }) => what))];
}

/** In one namespace only, it weighs one step less. */
function worstOf(found: readonly Right[], isNarrow: boolean): Severity {
  const isHigh = found.some(({ severity }) => severity === 'high');
  if (isNarrow) return isHigh ? 'medium' : 'low';
  return isHigh ? 'high' : 'medium';
}

function isOfOneNamespace(bindings: readonly Binding[]): boolean {
  return bindings.every(({ namespace }) => namespace !== null && namespace !== 'kube-system');
}
