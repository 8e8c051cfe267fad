import { roleOf } from './rbac-view.ts';
import type { Binding, RbacSubject, RbacView, Role } from './roles.ts';
import { type PathRequest, type ResourceRequest, ruleAllows } from './rule-allows.ts';

/** One subject's role by one binding. */
export interface Grant {
  readonly binding: Binding;
  readonly subject: RbacSubject;
  /** undefined: it was not read. */
  readonly role: Role | undefined;
}

/** Who asks: the name of a user, or "system:serviceaccount:shop:web"; groups with those that the server adds to a sign-in. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

export type AccessQuestion = (ResourceRequest & { readonly namespace?: string }) | PathRequest;

/** Every subject of every binding. */
export function grantsOf(rbac: RbacView): readonly Grant[] {
  return rbac.bindings.flatMap((binding) => {
    const role = roleOf(rbac, binding);
    return binding.subjects.map((subject) => ({
      binding,
      subject: effectiveSubject(subject, binding),
      role,
    }));
  });
}

/** Answers as `kubectl auth can-i --as` does, from what was read; indexed once. A role that was not read gives nothing. */
export function openAuthorizer(rbac: RbacView): (who: Identity, question: AccessQuestion) => boolean {
  const bySubject = Map.groupBy(grantsOf(rbac), ({ subject }) => subjectKey(subject));
  return ({ user, groups }, question) => {
    if (groups.includes('system:masters')) return true;
    const namespace = 'path' in question ? '' : (question.namespace ?? '');
    const subjects = [effectiveSubject({ kind: 'User', name: user }), ...groups.map(asGroup)];
    return subjects
      .flatMap((each) => bySubject.get(subjectKey(each)) ?? [])
      .filter(({ binding }) => binding.namespace === null || binding.namespace === namespace)
      .some(({ role }) => role?.rules.some(({ rule }) => ruleAllows(rule, question)) === true);
  };
}

/** A user of the name of a service account is that account, and an account without a namespace is of the binding's. */
function effectiveSubject(subject: RbacSubject, binding?: Binding): RbacSubject {
  const { kind, name = '', namespace = '' } = subject;
  const account = kind === 'User' ? /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) : null;
  if (account !== null) return { kind: 'ServiceAccount', namespace: account[1]!, name: account[2]! };
  return kind === 'ServiceAccount' && namespace === ''
    ? { ...subject, namespace: binding?.namespace ?? '' }
    : subject;
}

function asGroup(name: string): RbacSubject {
  return { kind: 'Group', name };
}

function subjectKey({ kind, namespace, name }: RbacSubject): string {
  return kind === 'ServiceAccount' ? `${kind}/${namespace}/${name}` : `${kind}/${name}`;
}
