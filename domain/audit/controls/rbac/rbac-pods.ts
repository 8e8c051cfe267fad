import type { Control } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { podRights } from './escalation-rights.ts';
import { judgeRights } from './judge-rights.ts';

export const rbacPods: Control = {
  id: 'SB-ENT-12',
  title: 'No subject creates or enters pods of others',
  area: 'identity',
  severity: 'medium',
  rule: 'No binding but those of the system gives create, update or patch of pods or of a kind that makes pods, exec, attach, port forwarding, the proxy of pods, or ephemeral containers; weighed as SB-ENT-07, so that a group in its own namespace is for information.',
  source: rbacGoodPractices,
  remediation: 'Bind it in one namespace, to the group that works there or to the account that deploys.',
  needs: ['rbac'],
  judge: (cluster) => judgeRights(cluster, podRights),
};
