/**
 * Where the minors of an entry come from. `marker`: the lifecycle markers in the modules of Kubernetes' APIs, or, before
 * there were any, the first module with the type. `type-gone`: the first module without the type, which wins over a
 * marker that says otherwise. An address: what says more than either.
 */
type RemovalSource = 'marker' | 'type-gone' | `https://${string}`;

/** One API version of a kind. Minors are those of Kubernetes 1. */
export interface ApiEntry {
  /** As a manifest writes it: "policy/v1beta1", "v1". */
  readonly api: string;
  /** Where it was named otherwise in this version. */
  readonly kind?: string;
  readonly introduced: number;
  /** First minor whose server warns; null: never announced. */
  readonly deprecated: number | null;
  /** First minor that no longer serves it; null: no removal is planned. */
  readonly removed: number | null;
  readonly source: RemovalSource;
}

/** Kinds with their API versions, each one's successors behind it. Several kinds: they went the same way together. */
export interface Lineage {
  readonly kinds: readonly string[];
  /** Absent: its objects stand in namespaces. */
  readonly isClusterWide?: boolean;
  /** What is different in the newest version, or instead of the kind; null: nothing but the apiVersion. */
  readonly changes: string | null;
  readonly versions: readonly ApiEntry[];
}
