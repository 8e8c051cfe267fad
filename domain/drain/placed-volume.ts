/** A persistent volume that not every node can mount (its nodeAffinity). */
export interface PlacedVolume {
  readonly name: string;
  /** The claim that has it: "shop/data". */
  readonly claim: string;
  /** Host names of the nodes that can mount it; null: it does not go by them. */
  readonly hosts: readonly string[] | null;
  /** Zones whose nodes can mount it ("westeurope-1"); null: it does not go by them. */
  readonly zones: readonly string[] | null;
}

/** A directory or file of its node that a pod uses (hostPath). */
export interface HostPath {
  readonly path: string;
  /** false: every container that mounts it only reads it. */
  readonly isWritten: boolean;
}
