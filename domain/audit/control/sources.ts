/** Pages that several controls come from. */
export const podSecurityStandards = 'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
export const containerSecurityOnAks =
  'https://learn.microsoft.com/azure/aks/developer-best-practices-pod-security';
export const clusterSecurityOnAks =
  'https://learn.microsoft.com/azure/aks/operator-best-practices-cluster-security';
export const rbacGoodPractices = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';
