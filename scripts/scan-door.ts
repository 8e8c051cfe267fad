import { type BlindSpot, blindSpotsBetween } from '#domain/removal/blind-spots.ts';
import type { ScanMode } from '#domain/removal/judge-use.ts';
import type { RemovalFinding } from '#domain/removal/removal-finding.ts';
import type { RemovalDoor } from '#gateways/kubernetes/removal-door.ts';
import { readRemovals } from '#gateways/read-removals.ts';

/** What a cluster says, from every source. */
export interface ClusterScan {
  /** The minor of Kubernetes 1 that its API server has; null: there is no cluster. */
  readonly server: number | null;
  /** What changes for the cluster by the target, and cannot be seen. */
  readonly notSeen: readonly BlindSpot[];
  readonly findings: readonly RemovalFinding[];
  readonly objects: number;
  readonly requests: number;
  readonly pages: number;
}

/** For which version, and how much of it. */
export interface ScanTerms {
  /** Of Kubernetes 1. */
  readonly minor: number;
  readonly mode: ScanMode;
}

/** Scans what stands behind a cluster's door. `now`: by the cluster's clock, ms since the epoch. */
export async function scanDoor(
  door: RemovalDoor,
  { minor, mode }: ScanTerms,
  now: number,
): Promise<ClusterScan> {
  const { server, findings, objects } = await readRemovals(door, {
    target: minor,
    mode,
    now,
    isLost: () => true,
  });
  const notSeen = blindSpotsBetween(server, minor);
  return { server, notSeen, findings, objects, requests: door.requests(), pages: door.pages() };
}
