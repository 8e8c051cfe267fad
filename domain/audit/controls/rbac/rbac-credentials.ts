import type { Control } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { credentialRights } from './escalation-rights.ts';
import { judgeRights } from './judge-rights.ts';

export const rbacCredentials: Control = {
  id: 'SB-ENT-11',
  title: 'No subject reads secrets or acts as other service accounts',
  area: 'identity',
  severity: 'medium',
  rule: 'No binding but those of the system gives get, list or watch of secrets, token requests, or impersonation of service accounts; weighed as SB-ENT-07.',
  source: rbacGoodPractices,
  remediation:
    'Name the secrets in resourceNames with get alone, or mount them into the pod that needs them.',
  needs: ['rbac'],
  judge: (cluster) => judgeRights(cluster, credentialRights),
};
