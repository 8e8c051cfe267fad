import type { ApiEntry, Lineage } from './lineage.ts';

const guide = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';
const rbacOf123 =
  'https://github.com/kubernetes/kubernetes/blob/v1.23.0/pkg/registry/rbac/rest/storage_rbac.go';

const rbac: readonly ApiEntry[] = [
  {
    api: 'rbac.authorization.k8s.io/v1alpha1',
    introduced: 3,
    deprecated: 17,
    removed: 23,
    source: rbacOf123,
  },
  {
    api: 'rbac.authorization.k8s.io/v1beta1',
    introduced: 6,
    deprecated: 17,
    removed: 22,
    source: 'marker',
  },
  {
    api: 'rbac.authorization.k8s.io/v1',
    introduced: 8,
    deprecated: null,
    removed: null,
    source: 'marker',
  },
];

/** Who may do what, and how it is proved. */
export const access: readonly Lineage[] = [
  {
    kinds: ['ClusterRole', 'ClusterRoleBinding'],
    isClusterWide: true,
    changes: null,
    versions: rbac,
  },
  { kinds: ['Role', 'RoleBinding'], changes: null, versions: rbac },
  {
    kinds: ['PodSecurityPolicy'],
    isClusterWide: true,
    changes: 'use Pod Security Admission (namespace labels) or a policy engine',
    versions: [
      { api: 'extensions/v1beta1', introduced: 2, deprecated: 11, removed: 16, source: 'marker' },
      { api: 'policy/v1beta1', introduced: 10, deprecated: 21, removed: 25, source: 'marker' },
    ],
  },
  {
    kinds: ['TokenReview'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'authentication.k8s.io/v1beta1', introduced: 4, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'authentication.k8s.io/v1', introduced: 6, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['SelfSubjectReview'],
    isClusterWide: true,
    changes: null,
    versions: [
      {
        api: 'authentication.k8s.io/v1alpha1',
        introduced: 26,
        deprecated: 29,
        removed: 32,
        source: 'marker',
      },
      { api: 'authentication.k8s.io/v1beta1', introduced: 27, deprecated: 30, removed: 33, source: 'marker' },
      { api: 'authentication.k8s.io/v1', introduced: 28, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['SubjectAccessReview'],
    isClusterWide: true,
    changes: 'spec.group becomes spec.groups',
    versions: [
      { api: 'authorization.k8s.io/v1beta1', introduced: 2, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'authorization.k8s.io/v1', introduced: 6, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['LocalSubjectAccessReview', 'SelfSubjectAccessReview'],
    changes: 'spec.group becomes spec.groups',
    versions: [
      { api: 'authorization.k8s.io/v1beta1', introduced: 2, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'authorization.k8s.io/v1', introduced: 6, deprecated: null, removed: null, source: guide },
    ],
  },
  {
    kinds: ['SelfSubjectRulesReview'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'authorization.k8s.io/v1beta1', introduced: 8, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'authorization.k8s.io/v1', introduced: 19, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['CertificateSigningRequest'],
    isClusterWide: true,
    changes: 'spec.signerName and spec.usages are required; kubernetes.io/legacy-unknown is not accepted',
    versions: [
      { api: 'certificates.k8s.io/v1beta1', introduced: 12, deprecated: 19, removed: 22, source: 'marker' },
      { api: 'certificates.k8s.io/v1', introduced: 19, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['ClusterTrustBundle'],
    isClusterWide: true,
    changes: null,
    versions: [
      { api: 'certificates.k8s.io/v1alpha1', introduced: 27, deprecated: 34, removed: 37, source: 'marker' },
      { api: 'certificates.k8s.io/v1beta1', introduced: 33, deprecated: 37, removed: 40, source: 'marker' },
      { api: 'certificates.k8s.io/v1', introduced: 37, deprecated: null, removed: null, source: 'marker' },
    ],
  },
  {
    kinds: ['PodCertificateRequest'],
    changes: null,
    versions: [
      {
        api: 'certificates.k8s.io/v1alpha1',
        introduced: 34,
        deprecated: null,
        removed: 35,
        source: 'type-gone',
      },
      { api: 'certificates.k8s.io/v1beta1', introduced: 35, deprecated: 37, removed: 40, source: 'marker' },
      { api: 'certificates.k8s.io/v1', introduced: 37, deprecated: null, removed: null, source: 'marker' },
    ],
  },
];
