import { type Control, fail, type Severity } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { isBoundByDefault } from '../../rbac/default-roles.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import { describeSubject } from './weigh-grant.ts';

export const everyone: Readonly<Record<string, Severity>> = {
  'system:anonymous': 'critical',
  'system:unauthenticated': 'critical',
  'system:masters': 'critical',
  'system:authenticated': 'high',
};

export const rbacEveryone: Control = {
  id: 'SB-ENT-08',
  title: 'No role is bound to all users',
  area: 'identity',
  severity: 'critical',
  rule: 'Except for the bindings that the API server creates, none names system:anonymous, system:unauthenticated, system:authenticated or system:masters. Groups of service accounts are covered by SB-ENT-06, SB-ENT-07, SB-ENT-11 and SB-ENT-12.',
  source: rbacGoodPractices,
  remediation: 'Delete the binding and bind a group of those who need it.',
  needs: ['rbac'],
  judge: ({ rbac }) =>
    rbac.bindings.flatMap((binding) =>
      binding.subjects
        .filter((subject) => subject.kind !== 'ServiceAccount' && !isBoundByDefault(binding, subject))
        .flatMap((subject) => {
          const { name = '' } = subject;
          const severity = Object.hasOwn(everyone, name) ? everyone[name] : undefined;
          if (severity === undefined) return [];
          const found = fail(resourceOf(binding), `it has ${binding.roleRef.name}`, severity);
          const facts = [`${binding.roleRef.kind ?? ''}/${binding.roleRef.name ?? ''}`];
          return [{ ...found, subject: describeSubject(subject), facts }];
        }),
    ),
};
