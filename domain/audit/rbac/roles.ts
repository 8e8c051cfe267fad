/** A role, by whatever it is that an object names it. */
export interface RoleName {
  readonly kind: string;
  /** null: a ClusterRole. */
  readonly namespace: string | null;
  readonly name: string;
}

export interface Role extends RoleName {
  /** Its own rules, or those that it gathers. */
  readonly rules: readonly HeldRule[];
}

/** A rule, and the role that states it: another one where it is gathered by label. */
export interface HeldRule {
  readonly rule: PolicyRule;
  readonly from: RoleName;
}

export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
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
  /** One of each name; those that every API server makes are among them, whether or not they were read. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly bindings: readonly Binding[];
  /** Names of ClusterRoles that others gather. */
  readonly gathered: ReadonlySet<string>;
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
