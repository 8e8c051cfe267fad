import type { Control } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { takeoverRights } from './escalation-rights.ts';
import { judgeRights } from './judge-rights.ts';

export const rbacEscalation: Control = {
  id: 'SB-ENT-07',
  title: 'No subject has rights that lead to all others',
  area: 'identity',
  severity: 'high',
  rule: 'No binding but those of the system gives escalate, bind, impersonate, nodes/proxy, admission webhooks, approval or signing of certificates, persistent volumes, labels of namespaces, or wildcards, whether the role has the rule itself or gathers it by label. Less severe in one namespace and for a group, more for every user or pod; unbound roles and rules with harmless resourceNames are for information. A role that is not in the input is UNKNOWN.',
  source: rbacGoodPractices,
  remediation:
    'Remove the rule from the role that the finding names, limit it by resourceNames, or delete the binding.',
  needs: ['rbac'],
  judge: (cluster) => judgeRights(cluster, takeoverRights),
};
