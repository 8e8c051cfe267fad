export interface Role {
  readonly kind: string;
  /** null: a ClusterRole. */
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
}

export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface Binding {
  readonly kind: string;
  /** null: a ClusterRoleBinding. */
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly subjects: readonly RbacSubject[];
  readonly roleRef: { readonly kind?: string; readonly name?: string };
}

export interface RbacSubject {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface RbacView {
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
}

export interface RawRole {
  readonly metadata?: Metadata;
  readonly rules?: readonly PolicyRule[];
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly object[] };
}

export interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
